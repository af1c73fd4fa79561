// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.asm;

import org.xsplice.event.ByteString;

/**
 * One instruction, disassembled.
 *
 * @param address virtual address of its first byte
 * @param bytes its encoding
 * @param mnemonic for example {@code jmp}
 * @param operands for example {@code 0xffff82d0405d1000}; empty where it has none
 */
public record Instruction(long address, ByteString bytes, String mnemonic, String operands) {

    /** Returns the address of the next instruction. */
    public long next() {
        return address + bytes.length();
    }

    /** Returns mnemonic and operands, in Intel syntax. */
    public String text() {
        return operands.isEmpty() ? mnemonic : mnemonic + " " + operands;
    }
}
