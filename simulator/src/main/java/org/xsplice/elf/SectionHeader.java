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
                file.u32(at),
                file.u32(at + 4),
                file.u64(at + 8),
                file.u64(at + 16),
                file.u64(at + 24),
                file.u64(at + 32),
                file.u32(at + 40),
                file.u32(at + 44),
                file.u64(at + 48),
                file.u64(at + 56));
    }

    /** Returns whether all of the given {@code SHF_} bits are set. */
    public boolean has(long flag) {
        return (flags & flag) == flag;
    }
}
