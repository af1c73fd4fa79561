// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import static org.xsplice.text.Formats.format;

/** What a guest function returned. */
public sealed interface ReturnValue {
    /** Writes it for people. */
    String text();

    /** A string that it points to. */
    record Text(String value) implements ReturnValue {
        @Override
        public String text() {
            StringBuilder quoted = new StringBuilder("\"");
            for (char c : value.toCharArray()) {
                if (c == '"' || c == '\\') {
                    quoted.append('\\').append(c);
                } else if (c < ' ' || c > '~') {
                    quoted.append(format("\\x%02x", (int) c));
                } else {
                    quoted.append(c);
                }
            }
            return quoted.append('"').toString();
        }
    }

    /** A number. */
    record Number(long value) implements ReturnValue {
        @Override
        public String text() {
            return value >= -0xffff && value <= 0xffff
                    ? Long.toString(value)
                    : value + " (0x" + Long.toHexString(value) + ")";
        }
    }

    /** Something that should have pointed to a string and does not. */
    record BadPointer(long value) implements ReturnValue {
        @Override
        public String text() {
            return format("0x%016x, which does not point to a string", value);
        }
    }

    /** The function returns nothing. */
    record Nothing() implements ReturnValue {
        @Override
        public String text() {
            return "nothing";
        }
    }
}
