// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines of a terminal. */
public final class Wrap {
    private Wrap() {}

    /**
     * Breaks a line between words, or within a word that is longer than a line; what stands at its beginning and between
     * the words of one line stays as it is.
     *
     * @param indent of the first line
     * @param hanging indent of the others
     */
    public static List<String> at(int width, String indent, String hanging, String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        String margin = indent;
        while (margin.length() + rest.length() > width) {
            int room = width - margin.length();
            int blank = rest.lastIndexOf(' ', room);
            boolean between = blank > 0 && !rest.substring(0, blank).isBlank();
            int end = between ? blank : room;
            lines.add((margin + rest.substring(0, end)).stripTrailing());
            rest = rest.substring(between ? end + 1 : end);
            margin = hanging;
        }
        lines.add(margin + rest);
        return lines;
    }
}
