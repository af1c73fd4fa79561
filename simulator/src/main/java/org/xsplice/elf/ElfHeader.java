// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

/**
 * {@code Elf64_Ehdr}: the head of an ELF file.
 *
 * @param magic whether the file begins with {@code 7f 45 4c 46}
 */
public record ElfHeader(
        boolean magic,
        int eiClass,
        int eiData,
        int eiVersion,
        int eiOsabi,
        int eiAbiversion,
        int type,
        int machine,
        int version,
        long entry,
        long phoff,
        long shoff,
        int flags,
        int ehsize,
        int phentsize,
        int phnum,
        int shentsize,
        int shnum,
        int shstrndx) {

    private static final int MAGIC = 0x464c457f;

    /** Reads the header at the beginning of the file. */
    public static ElfHeader read(ElfBytes file) {
        return new ElfHeader(
                file.u32(0) == MAGIC,
                file.u8(Elf.EI_CLASS),
                file.u8(Elf.EI_DATA),
                file.u8(Elf.EI_VERSION),
                file.u8(Elf.EI_OSABI),
                file.u8(Elf.EI_ABIVERSION),
                file.u16(16),
                file.u16(18),
                file.u32(20),
                file.u64(24),
                file.u64(32),
                file.u64(40),
                file.u32(48),
                file.u16(52),
                file.u16(54),
                file.u16(56),
                file.u16(58),
                file.u16(60),
                file.u16(62));
    }
}
