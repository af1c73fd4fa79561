// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

/**
 * {@code Elf64_Sym}: one entry of a symbol table.
 *
 * @param name offset of the name in the string table, unsigned
 * @param shndx index of the section the symbol belongs to, or an {@code SHN_} value
 */
public record ElfSymbol(int name, int info, int other, int shndx, long value, long size) {

    /** Reads the entry at a file offset. */
    public static ElfSymbol read(ElfBytes file, long at) {
        return new ElfSymbol(
                file.u32(at), file.u8(at + 4), file.u8(at + 5), file.u16(at + 6), file.u64(at + 8), file.u64(at + 16));
    }

    /** Returns the {@code STB_} value. */
    public int bind() {
        return info >>> 4;
    }

    /** Returns the {@code STT_} value. */
    public int type() {
        return info & 0xf;
    }
}
