// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.HexFormat;

/** Writes bytes as people read them. */
final class Hex {
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private Hex() {}

    static String of(byte[] bytes) {
        return SPACED.formatHex(bytes);
    }
}
