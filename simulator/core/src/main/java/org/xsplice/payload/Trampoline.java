// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

/** The jump that is written over an old function: {@code e9} and a 32-bit displacement from the next instruction. */
public final class Trampoline {
    /** {@code ARCH_PATCH_INSN_SIZE}, in bytes. */
    public static final int SIZE = 5;

    private static final byte JMP_REL32 = (byte) 0xe9;

    private Trampoline() {}

    /**
     * Encodes the jump; a distance of more than 32 bits is cut, as in {@code arch_livepatch_apply}.
     *
     * @param from address of the jump itself
     * @param to where it leads
     */
    public static byte[] encode(long from, long to) {
        int displacement = (int) (to - (from + SIZE));
        return new byte[] {
            JMP_REL32,
            (byte) displacement,
            (byte) (displacement >> 8),
            (byte) (displacement >> 16),
            (byte) (displacement >> 24),
        };
    }

    /** Returns where such a jump really leads: not to the end that was wanted, if that is out of its reach. */
    static long reached(long from, long to) {
        return from + SIZE + (int) (to - (from + SIZE));
    }
}
