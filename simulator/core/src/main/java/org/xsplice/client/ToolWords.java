// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import java.util.ArrayList;
import java.util.List;

/** The tool's arguments as one line of text. */
public final class ToolWords {
    private static final String EMPTY = "\"\"";

    private ToolWords() {}

    /** Splits a line at blanks; two quotes are an empty word. */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split("[ \t]+")) {
            if (!word.isEmpty()) {
                words.add(word.equals(EMPTY) ? "" : word);
            }
        }
        return List.copyOf(words);
    }
}
