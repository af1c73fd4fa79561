// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import org.xsplice.machine.Memory;
import org.xsplice.state.Derived;
import org.xsplice.state.StateHash;

/** Adds what memory holds to hashes. */
public final class MemoryHash {
    private final Memory memory;

    @Derived("of one hash")
    private byte[] buffer = {};

    public MemoryHash(Memory memory) {
        this.memory = memory;
    }

    /**
     * Adds what a range holds.
     *
     * @param length in bytes
     */
    public void add(StateHash hash, long address, int length) {
        if (length > buffer.length) {
            buffer = new byte[length + Long.BYTES];
        }
        memory.read(address, buffer, 0, length);
        hash.add(buffer, 0, length);
        hash.add(length);
    }
}
