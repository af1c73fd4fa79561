// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

import java.util.Locale;

/** Fields of {@code Elf64_Nhdr}: the fixed part of a note. */
public enum NoteField implements StructField {
    N_NAMESZ(0, 4),
    N_DESCSZ(4, 4),
    N_TYPE(8, 4);

    private final int offset;
    private final int width;

    NoteField(int offset, int width) {
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
        return name().substring("N_".length()).toLowerCase(Locale.ROOT);
    }
}
