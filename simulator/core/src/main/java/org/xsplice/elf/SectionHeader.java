// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

/**
 * {@code Elf64_Shdr}: one entry of the section header table.
 *
 * @param name offset of the name in the section header string table
 * @param offset file offset of the content, unsigned
 * @param size size of the section in memory, in bytes, unsigned
 */
public record SectionHeader(
        int name,
        int type,
        long flags,
        long addr,
        long offset,
        long size,
        int link,
        int info,
        long addralign,
        long entsize) {

    /** Reads the entry at a file offset. */
    public static SectionHeader read(ElfBytes file, long at) {
        return new SectionHeader(
                file.u32(SectionField.SH_NAME.at(at)),
                file.u32(SectionField.SH_TYPE.at(at)),
                file.u64(SectionField.SH_FLAGS.at(at)),
                file.u64(SectionField.SH_ADDR.at(at)),
                file.u64(SectionField.SH_OFFSET.at(at)),
                file.u64(SectionField.SH_SIZE.at(at)),
                file.u32(SectionField.SH_LINK.at(at)),
                file.u32(SectionField.SH_INFO.at(at)),
                file.u64(SectionField.SH_ADDRALIGN.at(at)),
                file.u64(SectionField.SH_ENTSIZE.at(at)));
    }

    /** Returns whether all of the given {@code SHF_} bits are set. */
    public boolean has(long flag) {
        return (flags & flag) == flag;
    }
}
