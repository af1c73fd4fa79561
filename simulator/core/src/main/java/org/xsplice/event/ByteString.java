// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import java.util.Arrays;
import java.util.HexFormat;
import org.xsplice.state.Fixed;

/** An immutable sequence of bytes, compared by content and printed as lower-case hex. */
public final class ByteString {
    @Fixed
    private final byte[] bytes;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies the bytes given. */
    public static ByteString of(byte... bytes) {
        return new ByteString(bytes.clone());
    }

    /**
     * Reads hex digits, two a byte, no blanks.
     *
     * @throws IllegalArgumentException if a character is not a hex digit or one is missing
     */
    public static ByteString ofHex(String hex) {
        return new ByteString(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return bytes.length;
    }

    public byte at(int index) {
        return bytes[index];
    }

    /** Returns a copy of the bytes. */
    public byte[] toArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
