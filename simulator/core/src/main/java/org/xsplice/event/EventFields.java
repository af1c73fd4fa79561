// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import java.util.HexFormat;
import org.xsplice.text.Visible;
import org.xsplice.time.Duration;

/**
 * The fields of an event, one after the other as {@code  name=value}. What guests, payloads and scenarios can choose is
 * written so that it can neither end a field nor be obeyed by a terminal.
 */
final class EventFields {
    private static final String BARE = "_.-+/#@$?:";

    private final StringBuilder fields = new StringBuilder();

    private EventFields field(String name, String value) {
        fields.append(' ').append(name).append('=').append(value);
        return this;
    }

    /** Writes a name or a symbol: in quotes only where it has a character that needs them. */
    EventFields word(String name, String value) {
        boolean bare = !value.isEmpty()
                && value.chars()
                        .allMatch(c -> c >= '0' && c <= '9'
                                || c >= 'A' && c <= 'Z'
                                || c >= 'a' && c <= 'z'
                                || BARE.indexOf(c) >= 0);
        return bare ? field(name, value) : text(name, value);
    }

    /** Writes any text, in quotes. */
    EventFields text(String name, String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> escape(c, quoted));
        return field(name, quoted.append('"').toString());
    }

    private static void escape(int c, StringBuilder to) {
        switch (c) {
            case '"' -> to.append("\\\"");
            case '\\' -> to.append("\\\\");
            case '\n' -> to.append("\\n");
            case '\t' -> to.append("\\t");
            default -> {
                if (Visible.is(c)) {
                    to.appendCodePoint(c);
                } else {
                    to.append(Visible.number(c));
                }
            }
        }
    }

    /** Writes any text, in quotes, or nothing where there is none. */
    EventFields optional(String name, String value) {
        return value.isEmpty() ? this : text(name, value);
    }

    EventFields number(String name, long value) {
        return field(name, Long.toString(value));
    }

    /** Writes a virtual address: 16 hexadecimal digits. */
    EventFields address(String name, long value) {
        return field(name, HexFormat.of().toHexDigits(value));
    }

    /** Writes bytes as hexadecimal digits, two a byte. */
    EventFields bytes(String name, ByteString value) {
        return field(name, value.toString());
    }

    /** Writes an offset in a file, or nothing where it is negative: there is no such place. */
    EventFields offset(String name, long value) {
        return value < 0 ? this : field(name, "0x" + Long.toHexString(value));
    }

    /** Writes the number of a CPU, or nothing where it is {@link Event#NO_CPU}. */
    EventFields cpu(String name, int value) {
        return value == Event.NO_CPU ? this : field(name, "cpu" + value);
    }

    EventFields duration(String name, Duration duration) {
        return field(name, duration.toString());
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
