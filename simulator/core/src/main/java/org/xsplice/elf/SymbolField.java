// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

import java.util.Locale;

/** Fields of {@code Elf64_Sym}. */
public enum SymbolField implements StructField {
    ST_NAME(0, 4),
    ST_INFO(4, 1),
    ST_OTHER(5, 1),
    ST_SHNDX(6, 2),
    ST_VALUE(8, 8),
    ST_SIZE(16, 8);

    private final int offset;
    private final int width;

    SymbolField(int offset, int width) {
        this.offset = offset;
        this.width = width;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
