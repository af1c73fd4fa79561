// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

import java.util.Locale;

/** Fields of {@code Elf64_Ehdr}. */
public enum HeaderField implements StructField {
    EI_MAGIC(0, 4),
    EI_CLASS(4, 1),
    EI_DATA(5, 1),
    EI_VERSION(6, 1),
    EI_OSABI(7, 1),
    EI_ABIVERSION(8, 1),
    E_TYPE(16, 2),
    E_MACHINE(18, 2),
    E_VERSION(20, 4),
    E_ENTRY(24, 8),
    E_PHOFF(32, 8),
    E_SHOFF(40, 8),
    E_FLAGS(48, 4),
    E_EHSIZE(52, 2),
    E_PHENTSIZE(54, 2),
    E_PHNUM(56, 2),
    E_SHENTSIZE(58, 2),
    E_SHNUM(60, 2),
    E_SHSTRNDX(62, 2);

    private final int offset;
    private final int width;

    HeaderField(int offset, int width) {
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
        return name().startsWith("EI_") ? name() : name().toLowerCase(Locale.ROOT);
    }
}
