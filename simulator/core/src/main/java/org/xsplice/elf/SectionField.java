// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

import java.util.Locale;

/** Fields of {@code Elf64_Shdr}. */
public enum SectionField implements StructField {
    SH_NAME(0, 4),
    SH_TYPE(4, 4),
    SH_FLAGS(8, 8),
    SH_ADDR(16, 8),
    SH_OFFSET(24, 8),
    SH_SIZE(32, 8),
    SH_LINK(40, 4),
    SH_INFO(44, 4),
    SH_ADDRALIGN(48, 8),
    SH_ENTSIZE(56, 8);

    private final int offset;
    private final int width;

    SectionField(int offset, int width) {
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
