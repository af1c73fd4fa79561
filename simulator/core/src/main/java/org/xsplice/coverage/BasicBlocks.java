// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.xsplice.asm.Instruction;

/**
 * Divides a function into basic blocks. A block begins where the function does, where a branch of the function leads, and
 * after each branch. Bytes that only fill the space up to an aligned address are not a block.
 */
final class BasicBlocks {
    private static final Set<String> ENDS = Set.of("ret", "retf", "iretq", "ud2", "hlt");

    private BasicBlocks() {}

    static List<CodeBlock> of(List<Instruction> function) {
        Set<Long> targets = new TreeSet<>();
        for (Instruction instruction : function) {
            target(instruction).ifPresent(targets::add);
        }
        List<CodeBlock> blocks = new ArrayList<>();
        List<Instruction> open = new ArrayList<>();
        for (Instruction instruction : function) {
            if (targets.contains(instruction.address())) {
                close(open, blocks, targets);
            }
            open.add(instruction);
            if (branches(instruction) || ENDS.contains(instruction.mnemonic())) {
                close(open, blocks, targets);
            }
        }
        close(open, blocks, targets);
        return blocks;
    }

    private static void close(List<Instruction> open, List<CodeBlock> blocks, Set<Long> targets) {
        if (open.isEmpty()) {
            return;
        }
        boolean filling = open.stream().allMatch(BasicBlocks::fills);
        if (!filling || targets.contains(open.get(0).address())) {
            blocks.add(new CodeBlock(List.copyOf(open)));
        }
        open.clear();
    }

    private static boolean branches(Instruction instruction) {
        String mnemonic = instruction.mnemonic();
        return mnemonic.startsWith("j") || mnemonic.startsWith("loop") || mnemonic.equals("notrack jmp");
    }

    private static OptionalLong target(Instruction instruction) {
        String operands = instruction.operands();
        return branches(instruction) && operands.startsWith("0x")
                ? OptionalLong.of(Long.parseUnsignedLong(operands.substring(2), 16))
                : OptionalLong.empty();
    }

    private static boolean fills(Instruction instruction) {
        return instruction.mnemonic().endsWith("nop")
                || instruction.mnemonic().equals("int3")
                || instruction.text().equals("xchg ax, ax");
    }
}
