// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.regex.Pattern;

/** What an expected line looks like in a scenario file. */
public sealed interface LinePattern {
    /** Returns whether a line looks like this. */
    boolean matches(String line);

    /** This line, as it stands. */
    record Exact(String text) implements LinePattern {
        @Override
        public boolean matches(String line) {
            return line.equals(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A line in which the expression is found: {@code /expression/}. */
    record Regex(Pattern pattern) implements LinePattern {
        @Override
        public boolean matches(String line) {
            return pattern.matcher(line).find();
        }

        @Override
        public String toString() {
            return "/" + pattern + "/";
        }
    }

    /** Any number of lines, none as well: {@code ...}. */
    record Anything() implements LinePattern {
        @Override
        public boolean matches(String line) {
            return true;
        }

        @Override
        public String toString() {
            return "...";
        }
    }
}
