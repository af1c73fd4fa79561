// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xsplice.asm.Instruction;

/** What Capstone's text tells about an instruction. */
final class Opcodes {
    private static final Pattern RIP_RELATIVE = Pattern.compile("\\[rip( [+-] (?:0x)?([0-9a-f]+))?]");
    private static final Set<String> PADDING = Set.of("nop", "int3");
    /** What never goes on to the next instruction; a call at a function's end is of one that does not return. */
    private static final Set<String> LAST = Set.of(
            "ret", "retf", "retfq", "iret", "iretq", "sysret", "sysretq", "jmp", "ljmp", "ud0", "ud1", "ud2", "hlt",
            "call");

    private Opcodes() {}

    static boolean isPadding(Instruction instruction) {
        String text = instruction.text();
        return PADDING.contains(instruction.mnemonic()) || text.equals("xchg ax, ax") || text.startsWith("data16 ");
    }

    static boolean endsFlow(Instruction instruction) {
        return LAST.contains(instruction.mnemonic());
    }

    /** Returns whether an instruction is a call, or a jump of any kind, to an address that it names. */
    static boolean branchesTo(Instruction instruction, long address) {
        String mnemonic = instruction.mnemonic();
        return (mnemonic.startsWith("j") || mnemonic.equals("call") || mnemonic.startsWith("loop"))
                && instruction.operands().equals("0x" + Long.toHexString(address));
    }

    /** Returns whether an instruction names an address, as a branch, a number, or relative to RIP. */
    static boolean names(Instruction instruction, long address) {
        String operands = instruction.operands();
        if (operands.contains("0x" + Long.toHexString(address))) {
            return true;
        }
        Matcher relative = RIP_RELATIVE.matcher(operands);
        return relative.find() && instruction.next() + displacement(relative) == address;
    }

    private static long displacement(Matcher relative) {
        if (relative.group(1) == null) {
            return 0;
        }
        int base = relative.group(1).contains("0x") ? 16 : 10;
        long value = Long.parseUnsignedLong(relative.group(2), base);
        return relative.group(1).contains("-") ? -value : value;
    }
}
