// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

/** {@code Elf64_Rela}: one relocation with addend. */
public record Rela(long offset, long info, long addend) {

    /** Reads the entry at a file offset. */
    public static Rela read(ElfBytes file, long at) {
        return new Rela(
                file.u64(RelocationField.R_OFFSET.at(at)),
                info(file.u32(RelocationField.R_SYM.at(at)), file.u32(RelocationField.R_TYPE.at(at))),
                file.u64(RelocationField.R_ADDEND.at(at)));
    }

    /** Returns {@code ELF64_R_INFO}. */
    public static long info(int symbol, int type) {
        return (long) symbol << 32 | Integer.toUnsignedLong(type);
    }

    /** Returns {@code ELF64_R_SYM}: the symbol's index, unsigned 32-bit. */
    public int symbol() {
        return (int) (info >>> 32);
    }

    /** Returns {@code ELF64_R_TYPE}, unsigned 32-bit. */
    public long type() {
        return info & 0xffffffffL;
    }
}
