// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.asm;

import java.util.List;

/** Reads x86-64 machine code. */
public interface Disassembler extends AutoCloseable {
    /**
     * Disassembles from the first byte on, up to the first byte that is no instruction.
     *
     * @param address virtual address of the first byte
     * @param max at most this many instructions
     */
    List<Instruction> disassemble(byte[] code, long address, int max);

    @Override
    void close();
}
