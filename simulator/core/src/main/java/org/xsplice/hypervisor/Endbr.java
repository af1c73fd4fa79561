// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Memory;

/** ENDBR64 at the start of a function, and the NOP that Xen poisons it with (xen/arch/x86/include/asm/endbr.h). */
public final class Endbr {
    /** Length of either, in bytes. */
    public static final int LENGTH = 4;

    private static final int ENDBR64 = 0xfa1e0ff3;
    private static final int POISON = 0x011f0f66;

    private Endbr() {}

    /**
     * Returns whether one of them stands at an address.
     *
     * @throws org.xsplice.machine.PageFaultException if it cannot be read
     */
    public static boolean startsAt(Memory memory, long address) {
        int first = memory.readInt(address);
        return first == ENDBR64 || first == POISON;
    }
}
