// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

/**
 * A cell with a value.
 *
 * @param <T> immutable
 */
public final class Ref<T> {
    private final HostState state;
    private final int index;

    Ref(HostState state, int index) {
        this.state = state;
        this.index = index;
    }

    @SuppressWarnings("unchecked") // only set() puts values there
    public T get() {
        return (T) state.value(index);
    }

    public void set(T value) {
        state.setValue(index, value);
    }
}
