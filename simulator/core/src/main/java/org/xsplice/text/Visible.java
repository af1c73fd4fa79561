// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.HexFormat;

/**
 * Text that a terminal shows, and does nothing else with. A character of Unicode's categories Cc (control), Cf (format), Cs (a
 * surrogate alone), Co (private use), Cn (unassigned), Zl and Zp (line and paragraph separators) is written as its number:
 * U+001B as <code>&#92;u{1b}</code>. All others stay as they are, a backslash too: this is for people to read, not to be read
 * back.
 */
public final class Visible {
    private Visible() {}

    /** Returns a text with all but its visible characters, line ends and tabs as numbers. */
    public static String text(String text) {
        return written(text, "\n\t");
    }

    /** Returns a text as one line: line ends are written as numbers too. */
    public static String line(String text) {
        return written(text, "\t");
    }

    /**
     * Returns a document in JSON with all but visible characters as JSON escapes them; it means what it meant. Outside of its
     * strings, which have no such characters, line ends stay.
     */
    public static String json(String document) {
        if (isVisible(document, "\n")) {
            return document;
        }
        StringBuilder written = new StringBuilder();
        document.codePoints().forEach(c -> {
            if (c == '\n' || is(c)) {
                written.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    written.append("\\u").append(HexFormat.of().toHexDigits(unit));
                }
            }
        });
        return written.toString();
    }

    /** Returns whether a terminal shows a character, and does nothing else with it. */
    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Returns how a character that is not visible is written. */
    public static String number(int codePoint) {
        return "\\u{" + Integer.toHexString(codePoint) + "}";
    }

    private static String written(String text, String kept) {
        if (isVisible(text, kept)) {
            return text;
        }
        StringBuilder written = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (is(c) || kept.indexOf(c) >= 0) {
                written.appendCodePoint(c);
            } else {
                written.append(number(c));
            }
        });
        return written.toString();
    }

    private static boolean isVisible(String text, String kept) {
        return text.codePoints().allMatch(c -> c >= ' ' && c <= '~' || is(c) || kept.indexOf(c) >= 0);
    }
}
