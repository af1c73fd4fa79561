// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.xsplice.machine.Memory;

/** A hash of 64 bits over numbers and memory, in order: multiply, xor and shift, as MurmurHash3 finishes. */
public final class StateHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long state = 0x9e3779b97f4a7c15L;
    private byte[] buffer = {};

    /** Adds a number. */
    public void add(long value) {
        long mixed = (state ^ value) * 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 33;
        mixed *= 0xc4ceb9fe1a85ec53L;
        state = mixed ^ mixed >>> 29;
    }

    /** Adds what memory holds. */
    public void add(Memory memory, long address, int length) {
        if (length > buffer.length) {
            buffer = new byte[length + Long.BYTES];
        }
        memory.read(address, buffer, 0, length);
        add(buffer, 0, length);
        add(length);
    }

    /**
     * Adds bytes of an array.
     *
     * @param end index behind the last one
     */
    public void add(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            add((long) LONGS.get(bytes, at));
        }
        for (; at < end; at++) {
            add(bytes[at]);
        }
    }

    /** Returns the hash of what was added. */
    public long value() {
        return state;
    }
}
