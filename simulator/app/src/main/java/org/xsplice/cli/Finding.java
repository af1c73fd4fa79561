// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.List;

/**
 * What the doctor found out about one thing.
 *
 * @param title names the thing
 * @param lines the message, the most important line first
 */
record Finding(Level level, String title, List<String> lines) {

    /** How bad it is. */
    enum Level {
        OK("ok"),
        /** Something that most people can do without. */
        WARNING("warning"),
        /** Nothing works without it. */
        MISSING("MISSING");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding ok(String title, String... lines) {
        return new Finding(Level.OK, title, List.of(lines));
    }

    static Finding missing(String title, String... lines) {
        return new Finding(Level.MISSING, title, List.of(lines));
    }
}
