// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.asm;

import java.util.SortedMap;

/** Writes x86-64 machine code. */
public interface Assembler extends AutoCloseable {
    /**
     * Assembles text in Intel syntax.
     *
     * @param address virtual address of the first byte
     * @param symbols names that the text may use, with their addresses
     * @throws AssemblyException if the text is wrong
     */
    byte[] assemble(String text, long address, SortedMap<String, Long> symbols);

    @Override
    void close();
}
