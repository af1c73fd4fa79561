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
                file.u32(SymbolField.ST_NAME.at(at)),
                file.u8(SymbolField.ST_INFO.at(at)),
                file.u8(SymbolField.ST_OTHER.at(at)),
                file.u16(SymbolField.ST_SHNDX.at(at)),
                file.u64(SymbolField.ST_VALUE.at(at)),
                file.u64(SymbolField.ST_SIZE.at(at)));
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
