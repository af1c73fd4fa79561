// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Memory;
import org.xsplice.profile.FunctionLayout;

/**
 * One entry of a payload's function section, in guest memory, where hooks may change it: {@code struct livepatch_func}
 * (xen/include/public/sysctl.h).
 *
 * @param entry its virtual address
 */
public record PatchFunction(Hypervisor hypervisor, long entry) {
    private Memory memory() {
        return hypervisor.memory();
    }

    /** Returns the address of the name; 0 where it has none. */
    public long nameAddr() {
        return memory().readLong(entry + FunctionLayout.NAME);
    }

    public String name() {
        return hypervisor.readString(nameAddr());
    }

    /** Returns the name as {@code %s} prints it. */
    public String printedName() {
        return Long.compareUnsigned(nameAddr(), Memory.PAGE_SIZE) < 0 ? "<NULL>" : name();
    }

    public long newAddr() {
        return memory().readLong(entry + FunctionLayout.NEW_ADDR);
    }

    public long oldAddr() {
        return memory().readLong(entry + FunctionLayout.OLD_ADDR);
    }

    void setOldAddr(long address) {
        memory().writeLong(entry + FunctionLayout.OLD_ADDR, address);
    }

    /** Returns the size of the new function, or of the NOPs; unsigned. */
    public int newSize() {
        return memory().readInt(entry + FunctionLayout.NEW_SIZE);
    }

    /** Returns the size of the old function; unsigned. */
    public int oldSize() {
        return memory().readInt(entry + FunctionLayout.OLD_SIZE);
    }

    public int version() {
        return memory().readByte(entry + FunctionLayout.VERSION);
    }

    /** Returns whether the function will be filled with NOPs rather than replaced. */
    public boolean nops() {
        return newAddr() == 0;
    }

    public boolean expectationEnabled() {
        return (memory().readByte(entry + FunctionLayout.EXPECT) & 1) != 0;
    }

    /** Returns how many bytes are expected. */
    public int expectationLength() {
        return memory().readByte(entry + FunctionLayout.EXPECT) >>> 1 & 0x1f;
    }

    /** Returns the reserved bits of the expectation, which must be 0. */
    public int expectationReserved() {
        return memory().readByte(entry + FunctionLayout.EXPECT) >>> 6;
    }

    /** Returns the bytes expected. */
    public byte[] expectation() {
        return memory().read(entry + FunctionLayout.EXPECT + 1, expectationLength());
    }
}
