// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines of a terminal. */
public final class Wrap {
    private Wrap() {}

    /**
     * Breaks a line between words, or within a word that is longer than a line; what stands at its beginning and between
     * the words of one line stays as it is. A line end in the text ends a line; the next one is indented as the others are, so
     * that nobody's text can pass for a new beginning.
     *
     * @param indent of the first line
     * @param hanging indent of the others
     */
    public static List<String> at(int width, String indent, String hanging, String text) {
        List<String> lines = new ArrayList<>();
        String margin = indent;
        for (String line : text.split("\n", -1)) {
            add(lines, width, margin, hanging, line);
            margin = hanging;
        }
        return lines;
    }

    private static void add(List<String> lines, int width, String indent, String hanging, String text) {
        String rest = text;
        String margin = indent;
        while (margin.length() + rest.length() > width) {
            int room = width - margin.length();
            int blank = rest.lastIndexOf(' ', room);
            boolean between = blank > 0 && !rest.substring(0, blank).isBlank();
            int end = between ? blank : beforePair(rest, room);
            lines.add((margin + rest.substring(0, end)).stripTrailing());
            rest = rest.substring(between ? end + 1 : end);
            margin = hanging;
        }
        lines.add(margin + rest);
    }

    /** A character that takes two of Java's is never cut in two. */
    private static int beforePair(String text, int at) {
        return at > 1 && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at)) ? at - 1 : at;
    }
}
