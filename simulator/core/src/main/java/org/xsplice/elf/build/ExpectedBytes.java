// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import org.xsplice.event.ByteString;

/**
 * What the old function should look like: {@code livepatch_expectation_t} (xen/include/public/sysctl.h).
 *
 * @param enabled whether anybody looks
 * @param length how many bytes count, 0 to 31
 * @param reserved two bits that must be 0
 * @param data the bytes, 31 at most
 */
public record ExpectedBytes(boolean enabled, int length, int reserved, ByteString data) {
    /** Size of the structure, in bytes. */
    public static final int SIZE = 32;

    /** Nobody looks. */
    public static final ExpectedBytes NONE = new ExpectedBytes(false, 0, 0, ByteString.of());

    /** Expects the old function to begin with these bytes. */
    public static ExpectedBytes of(byte... data) {
        return new ExpectedBytes(true, data.length, 0, ByteString.of(data));
    }

    /** Returns the structure's bytes. */
    public byte[] encode() {
        byte[] bytes = new byte[SIZE];
        bytes[0] = (byte) ((enabled ? 1 : 0) | (length & 0x1f) << 1 | reserved << 6);
        System.arraycopy(data.toArray(), 0, bytes, 1, data.length());
        return bytes;
    }
}
