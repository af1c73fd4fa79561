// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.List;
import org.xsplice.text.FilePosition;

/**
 * Whether an expectation was met.
 *
 * @param subject what was looked at
 * @param diff what was expected and what was there; empty where it was met
 */
public record ExpectationResult(FilePosition place, String subject, List<DiffLine> diff) {
    static ExpectationResult met(FilePosition place, String subject) {
        return new ExpectationResult(place, subject, List.of());
    }

    static ExpectationResult compare(FilePosition place, String subject, String expected, String actual) {
        return expected.equals(actual) ? met(place, subject) : missed(place, subject, expected, actual);
    }

    /** Returns what comes of an expectation whose regular expression has been given up. */
    public static ExpectationResult undecided(FilePosition place, EndlessPatternException cause) {
        return missed(
                place,
                "a regular expression",
                cause.pattern() + " comes to an end; nested repetitions such as (a+)+ often do not",
                "given up after " + LinePattern.Regex.LOOKS_MAX + " looks at: " + cause.line());
    }

    static ExpectationResult missed(FilePosition place, String subject, String expected, String actual) {
        return new ExpectationResult(
                place,
                subject,
                List.of(new DiffLine(DiffLine.Kind.EXPECTED, expected), new DiffLine(DiffLine.Kind.ACTUAL, actual)));
    }

    public boolean met() {
        return diff.isEmpty();
    }
}
