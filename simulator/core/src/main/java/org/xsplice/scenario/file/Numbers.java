// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.OptionalLong;

/** Integers as people write them: decimal, or hexadecimal with {@code 0x}. */
final class Numbers {
    private Numbers() {}

    /** Reads a number of at most 64 bits, signed where decimal, unsigned where hexadecimal. */
    static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(
                    text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
