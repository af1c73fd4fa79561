// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

/** A line of a difference. */
public record DiffLine(Kind kind, String text) {

    /** On which side the line is. */
    public enum Kind {
        BOTH(' '),
        EXPECTED('-'),
        ACTUAL('+');

        private final char mark;

        Kind(char mark) {
            this.mark = mark;
        }

        /** Returns what unified diffs begin such a line with. */
        public char mark() {
            return mark;
        }
    }

    @Override
    public String toString() {
        return kind.mark() + " " + text;
    }
}
