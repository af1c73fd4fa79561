// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import org.xsplice.elf.StructField;

/** Writes integers the way x86 stores them. */
public final class LittleEndian {
    private LittleEndian() {}

    /**
     * Stores the low bytes of a value in a field.
     *
     * @param structure where it begins
     * @throws IndexOutOfBoundsException if they do not fit in
     */
    static void put(byte[] into, int structure, StructField field, long value) {
        put(into, structure + field.offset(), field.width(), value);
    }

    /**
     * Stores the low {@code width} bytes of a value.
     *
     * @throws IndexOutOfBoundsException if they do not fit in
     */
    public static void put(byte[] into, int offset, int width, long value) {
        for (int i = 0; i < width; i++) {
            into[offset + i] = (byte) (value >>> 8 * i);
        }
    }
}
