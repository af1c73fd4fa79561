// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

/** {@code Elf64_Phdr}: one entry of the program header table. */
public record ProgramHeader(
        int type, int flags, long offset, long vaddr, long paddr, long filesz, long memsz, long align) {

    /** Reads the entry at a file offset. */
    public static ProgramHeader read(ElfBytes file, long at) {
        return new ProgramHeader(
                file.u32(at),
                file.u32(at + 4),
                file.u64(at + 8),
                file.u64(at + 16),
                file.u64(at + 24),
                file.u64(at + 32),
                file.u64(at + 40),
                file.u64(at + 48));
    }
}
