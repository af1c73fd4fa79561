// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import org.xsplice.machine.Checkpoint;

/**
 * A part of the state that is searched: one value, which is replaced and never changed. What is kept of it and its hash
 * follow from the value, so that neither can forget anything.
 *
 * @param <T> as {@link ValueHash} knows it
 */
final class Remembered<T> {
    private T value;
    private long hash;
    private boolean hashed;

    Remembered(T value) {
        this.value = value;
    }

    T get() {
        return value;
    }

    void set(T next) {
        value = next;
        hashed = false;
    }

    /** Returns the value's hash, of 64 bits. */
    long hash() {
        if (!hashed) {
            hash = ValueHash.of(value);
            hashed = true;
        }
        return hash;
    }

    /** Keeps the value. */
    Checkpoint keep() {
        T then = value;
        long hashThen = hash();
        return () -> {
            value = then;
            hash = hashThen;
            hashed = true;
        };
    }
}
