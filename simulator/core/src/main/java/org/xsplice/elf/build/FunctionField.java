// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import java.util.Locale;
import org.xsplice.elf.StructField;
import org.xsplice.profile.FunctionLayout;

/** Fields of one entry of the function section, the same in every release as far as it has them. */
public enum FunctionField implements StructField {
    NAME(FunctionLayout.NAME, 8),
    NEW_ADDR(FunctionLayout.NEW_ADDR, 8),
    OLD_ADDR(FunctionLayout.OLD_ADDR, 8),
    NEW_SIZE(FunctionLayout.NEW_SIZE, 4),
    OLD_SIZE(FunctionLayout.OLD_SIZE, 4),
    VERSION(FunctionLayout.VERSION, 1),
    /** The first byte of the expectation: enabled, length and reserved bits. Version 2 only. */
    EXPECT(FunctionLayout.EXPECT, 1);

    private final int offset;
    private final int width;

    FunctionField(int offset, int width) {
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
