// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import org.xsplice.machine.Access;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFault;

/**
 * A write that begins in one page and ends in the next, which cannot be written. A processor tells the first byte of that page
 * (Intel SDM volume 3, section 4.7). The engine makes such a write byte by byte, from the last one on, and tells the one that it
 * begins with. It does not tell how long the write was; that is known here of string instructions, which write at RDI.
 */
final class SplitWrite {
    private static final int LONGEST = Long.BYTES;
    private static final int PREFIXES_MAX = 4;

    private SplitWrite() {}

    /**
     * Returns a fault as a processor tells it.
     *
     * @param rip of the instruction that has faulted
     */
    static PageFault asProcessorsTell(PageFault fault, Memory memory, long rip, long rdi) {
        long page = fault.address() & -Memory.PAGE_SIZE;
        boolean split = fault.access() == Access.WRITE
                && rdi < page
                && fault.address() - rdi < LONGEST
                && isStringWrite(memory, rip);
        return split ? new PageFault(page, Access.WRITE, fault.present()) : fault;
    }

    /** Returns whether MOVS or STOS is at an address. */
    private static boolean isStringWrite(Memory memory, long rip) {
        long at = rip;
        while (at < rip + PREFIXES_MAX && isPrefix(memory.readByte(at))) {
            at++;
        }
        return (memory.readByte(at) & 0xfe) == 0xa4 || (memory.readByte(at) & 0xfe) == 0xaa;
    }

    private static boolean isPrefix(int opcode) {
        return opcode == 0xf2 || opcode == 0xf3 || opcode == 0x66 || (opcode & 0xf0) == 0x40;
    }
}
