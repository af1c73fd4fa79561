// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.List;
import org.xsplice.machine.Memory;
import org.xsplice.state.Hashed;
import org.xsplice.state.StateHash;

/**
 * Writes to text that are still to be made, byte by byte, as {@code memcpy} makes them.
 *
 * @param verification to be done when all of it is written
 */
record DelayedText(long address, byte[] before, byte[] after, String cause, Runnable verification, int written)
        implements Hashed {

    /** Returns it with one byte more written. */
    DelayedText next() {
        return new DelayedText(address, before, after, cause, verification, written + 1);
    }

    @Override
    public void addTo(StateHash hash) {
        hash.add(address);
        hash.add(before, 0, before.length);
        hash.add(after, 0, after.length);
        hash.add(written);
    }

    boolean complete() {
        return written == after.length;
    }

    /** Reads what memory will hold once all writes are made. */
    static byte[] read(Memory memory, List<DelayedText> writes, long address, int length) {
        byte[] bytes = memory.read(address, length);
        for (DelayedText write : writes) {
            for (int i = 0; i < write.after.length; i++) {
                long index = write.address + i - address;
                if (index >= 0 && index < length) {
                    bytes[(int) index] = write.after[i];
                }
            }
        }
        return bytes;
    }
}
