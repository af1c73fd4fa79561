// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

/** A regular expression tries so many ways to match a line that it has been given up. */
public final class EndlessPatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pattern;
    private final String line;

    EndlessPatternException(String pattern, String line) {
        super(pattern + " does not come to an end", null, false, false);
        this.pattern = pattern;
        this.line = line;
    }

    /** Returns the expression, as it stands in the file. */
    public String pattern() {
        return pattern;
    }

    /** Returns the line in which it was looked for. */
    public String line() {
        return line;
    }
}
