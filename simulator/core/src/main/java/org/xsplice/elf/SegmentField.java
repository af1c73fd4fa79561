// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

import java.util.Locale;

/** Fields of {@code Elf64_Phdr}. */
public enum SegmentField implements StructField {
    P_TYPE(0, 4),
    P_FLAGS(4, 4),
    P_OFFSET(8, 8),
    P_VADDR(16, 8),
    P_PADDR(24, 8),
    P_FILESZ(32, 8),
    P_MEMSZ(40, 8),
    P_ALIGN(48, 8);

    private final int offset;
    private final int width;

    SegmentField(int offset, int width) {
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
