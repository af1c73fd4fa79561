// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/**
 * Layout of {@code struct alt_instr} (xen/arch/x86/include/asm/alternative.h). All releases begin with two 32-bit
 * displacements, the feature's number, and the lengths of the original and of the replacement.
 *
 * @param function that applies them
 * @param size of one entry, in bytes
 * @param padded whether the original may be followed by padding, and a byte tells whether the place was touched
 * @param capabilityWords {@code NCAPINTS}: how many words of features there are
 */
public record AlternativeLayout(String function, int size, boolean padded, int capabilityWords) {
    public static final int ORIG = 0;
    public static final int REPL = 4;
    public static final int CPUID = 8;
    public static final int ORIG_LEN = 10;
    public static final int REPL_LEN = 11;
    public static final int PAD_LEN = 12;
    public static final int PRIV = 13;
}
