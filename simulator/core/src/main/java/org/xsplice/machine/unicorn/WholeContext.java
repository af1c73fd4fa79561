// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * All registers of an engine at one moment, as it lays them out itself (CPUX86State). Those that {@code CpuState} has may be
 * out of date in it, so that snapshots can share one: they differ after every run, the others hardly ever.
 */
final class WholeContext {
    /** The general registers, RIP, RFLAGS and the flags that the engine computes only when they are asked for. */
    private static final int GENERAL = (16 + 2 + 3) * Long.BYTES + 2 * Integer.BYTES;

    /** At the end is an address of the host, for use while an instruction is executed. */
    private static final int RETADDR = Long.BYTES;

    private final byte[] bytes;
    private final ByteBuffer others;
    private final long hash;

    /**
     * @param bytes what the engine has kept; not to be changed any more
     */
    WholeContext(byte[] bytes) {
        this.bytes = bytes;
        others = othersOf(ByteBuffer.wrap(bytes));
        hash = hash(others);
    }

    /** Returns the part of an engine's registers that {@code CpuState} does not have. */
    static ByteBuffer othersOf(ByteBuffer all) {
        return all.slice(GENERAL, all.capacity() - GENERAL - RETADDR).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns whether the registers are the same that {@code CpuState} does not have. */
    boolean hasOthers(ByteBuffer of) {
        return others.mismatch(of) < 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns a hash over the registers that {@code CpuState} does not have. */
    long hash() {
        return hash;
    }

    private static long hash(ByteBuffer longs) {
        long hash = 0x9e3779b97f4a7c15L;
        for (int at = 0; at < longs.capacity(); at += Long.BYTES) {
            hash = (hash ^ longs.getLong(at)) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
