// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import org.xsplice.machine.Memory;

/** The values of a {@code printk}, wherever a function has them from; pointers lead into the guest's memory. */
abstract class PrintkArguments implements PrintkFormat.Arguments {
    private final Memory memory;
    private final VirtualRegions regions;

    PrintkArguments(Memory memory, VirtualRegions regions) {
        this.memory = memory;
        this.regions = regions;
    }

    @Override
    public final String text() {
        long address = number();
        boolean invalid = Long.compareUnsigned(address, Memory.PAGE_SIZE) < 0;
        return invalid ? "<NULL>" : string(memory, address);
    }

    @Override
    public final byte[] bytes(int count) {
        return memory.read(number(), count);
    }

    /** A domain's number is the first thing in its struct. */
    @Override
    public final String domain() {
        long address = number();
        return address == 0 ? "NULL" : "d" + (memory.readInt(address) & 0xffff);
    }

    @Override
    public final String symbol(boolean withSize) {
        long address = number();
        return regions.named(address, withSize).orElse(format("%016x", address));
    }

    /** Reads a NUL-terminated string. */
    static String string(Memory memory, long address) {
        StringBuilder string = new StringBuilder();
        for (long at = address; memory.readByte(at) != 0; at++) {
            string.append((char) memory.readByte(at));
        }
        return string.toString();
    }
}
