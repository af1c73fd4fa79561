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

    /** {@code 7f 45 4c 46}, read as a number. */
    public static final int MAGIC = 0x464c457f;

    /** Reads the header at the beginning of the file. */
    public static ElfHeader read(ElfBytes file) {
        return new ElfHeader(
                file.u32(HeaderField.EI_MAGIC.offset()) == MAGIC,
                file.u8(HeaderField.EI_CLASS.offset()),
                file.u8(HeaderField.EI_DATA.offset()),
                file.u8(HeaderField.EI_VERSION.offset()),
                file.u8(HeaderField.EI_OSABI.offset()),
                file.u8(HeaderField.EI_ABIVERSION.offset()),
                file.u16(HeaderField.E_TYPE.offset()),
                file.u16(HeaderField.E_MACHINE.offset()),
                file.u32(HeaderField.E_VERSION.offset()),
                file.u64(HeaderField.E_ENTRY.offset()),
                file.u64(HeaderField.E_PHOFF.offset()),
                file.u64(HeaderField.E_SHOFF.offset()),
                file.u32(HeaderField.E_FLAGS.offset()),
                file.u16(HeaderField.E_EHSIZE.offset()),
                file.u16(HeaderField.E_PHENTSIZE.offset()),
                file.u16(HeaderField.E_PHNUM.offset()),
                file.u16(HeaderField.E_SHENTSIZE.offset()),
                file.u16(HeaderField.E_SHNUM.offset()),
                file.u16(HeaderField.E_SHSTRNDX.offset()));
    }
}
