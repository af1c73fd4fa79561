// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.List;
import org.xsplice.asm.Instruction;
import org.xsplice.machine.PageFaultException;
import org.xsplice.text.FilePosition;

/** Which instructions stand somewhere. */
public record ExpectDisassembly(FilePosition place, Location at, List<LinePattern> instructions)
        implements Expectation {
    private static final int INSTRUCTION_MAX = 15;

    @Override
    public ExpectationResult check(Observed seen) {
        byte[] code = code(seen, instructions.size() * INSTRUCTION_MAX);
        List<String> actual = seen.disassembler().disassemble(code, at.address(), instructions.size()).stream()
                .map(Instruction::text)
                .toList();
        return new ExpectationResult(place, "disassembly at " + at.text(), LineDiff.between(instructions, actual));
    }

    /** Reads as much as is mapped, up to a number of bytes. */
    private byte[] code(Observed seen, int length) {
        for (int size = length; size > 0; size--) {
            try {
                return seen.plane().hypervisor().memory().read(at.address(), size);
            } catch (PageFaultException e) {
                // Tried again with less.
            }
        }
        return new byte[0];
    }
}
