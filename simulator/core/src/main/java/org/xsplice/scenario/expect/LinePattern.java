// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.regex.Pattern;

/** What an expected line looks like in a scenario file. */
public sealed interface LinePattern {
    /**
     * Returns whether a line looks like this.
     *
     * @throws EndlessPatternException if that cannot be found out in a reasonable time
     */
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
        /** Thousands of times what a sensible expression needs for a line of the console; some hundredths of a second. */
        static final int LOOKS_MAX = 5_000_000;

        @Override
        public boolean matches(String line) {
            try {
                return pattern.matcher(new CountedText(line, LOOKS_MAX)).find();
            } catch (CountedText.SpentException | StackOverflowError e) {
                throw new EndlessPatternException(toString(), line);
            }
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
