// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

import java.util.Locale;

/** Fields of {@code Elf64_Rela}; {@code r_info} is two of them. */
public enum RelocationField implements StructField {
    R_OFFSET(0, 8),
    /** {@code ELF64_R_TYPE(r_info)}. */
    R_TYPE(8, 4),
    /** {@code ELF64_R_SYM(r_info)}. */
    R_SYM(12, 4),
    R_ADDEND(16, 8);

    private final int offset;
    private final int width;

    RelocationField(int offset, int width) {
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
