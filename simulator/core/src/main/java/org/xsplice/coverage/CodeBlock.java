// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import java.util.List;
import org.xsplice.asm.Instruction;

/**
 * Instructions of which all are executed once the first one is, as long as nothing stops the CPU within. Calls do not end
 * a block.
 *
 * @param instructions at least one
 */
public record CodeBlock(List<Instruction> instructions) {
    /** Returns the address of the first instruction. */
    public long address() {
        return instructions.get(0).address();
    }
}
