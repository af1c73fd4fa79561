// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A little-endian view of a file's bytes. Offsets are 64-bit and unsigned, as in ELF; what lies outside reads as zero.
 *
 * <p>The array is not copied: the caller must not change it afterwards.
 */
public final class ElfBytes {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;

    public ElfBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Returns whether all of {@code size} bytes from {@code offset} lie within the file. Both are unsigned. */
    public boolean contains(long offset, long size) {
        return offset >= 0 && size >= 0 && offset <= bytes.length - size;
    }

    public int u8(long offset) {
        return contains(offset, 1) ? bytes[(int) offset] & 0xff : 0;
    }

    public int u16(long offset) {
        return contains(offset, 2) ? (short) U16.get(bytes, (int) offset) & 0xffff : 0;
    }

    /** Reads 32 bits; interpret as unsigned with {@link Integer#toUnsignedLong}. */
    public int u32(long offset) {
        return contains(offset, 4) ? (int) U32.get(bytes, (int) offset) : 0;
    }

    public long u64(long offset) {
        return contains(offset, 8) ? (long) U64.get(bytes, (int) offset) : 0;
    }

    /** Copies {@code size} bytes from {@code offset}; those outside the file are zero. */
    public byte[] slice(long offset, int size) {
        byte[] slice = new byte[size];
        if (offset >= 0 && offset < bytes.length) {
            System.arraycopy(bytes, (int) offset, slice, 0, (int) Math.min(size, bytes.length - offset));
        }
        return slice;
    }

    /**
     * Reads a NUL-terminated string of bytes, one character each (ISO 8859-1, so that nothing is lost); it ends at the
     * end of the file at the latest.
     */
    public String string(long offset) {
        return string(offset, bytes.length);
    }

    /** Reads a string, or the beginning of one that is longer than this many bytes. */
    public String string(long offset, int max) {
        if (offset < 0 || offset >= bytes.length) {
            return "";
        }
        int limit = (int) Math.min(bytes.length, offset + max);
        int end = (int) offset;
        while (end < limit && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, (int) offset, end - (int) offset, StandardCharsets.ISO_8859_1);
    }
}
