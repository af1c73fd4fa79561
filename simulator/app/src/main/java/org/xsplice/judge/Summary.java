// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.xsplice.text.Formats.format;

/**
 * What came of a conformance run.
 *
 * @param uploads damaged payloads uploaded once
 * @param applies scenarios with damaged payloads
 * @param lifecycle scenarios with good ones
 * @param steps of those scenarios
 * @param known steps and uploads whose every difference is a known one; they are not among the passed
 * @param unexplained differences that are not known
 */
public record Summary(Score uploads, Score applies, Score lifecycle, Score steps, int known, int unexplained) {
    /** At most one step in this many may differ and be forgiven. */
    private static final int STEPS_PER_KNOWN = 50;

    /**
     * How many of how many were as recorded.
     *
     * @param passed those without any difference
     */
    public record Score(int passed, int total) {
        static final Score NONE = new Score(0, 0);

        Score plus(boolean pass) {
            return new Score(passed + (pass ? 1 : 0), total + 1);
        }
    }

    /** Returns whether every difference is known, and not too many are. */
    public boolean passed() {
        return unexplained == 0 && !tooManyKnown();
    }

    /** Returns whether more is forgiven than one step in fifty. */
    public boolean tooManyKnown() {
        return known * STEPS_PER_KNOWN > steps.total() + uploads.total();
    }

    /** Returns the line that a run ends with. */
    public String line() {
        return format(
                "uploads %d/%d applies %d/%d lifecycle %d/%d steps %d/%d known %d",
                uploads.passed(),
                uploads.total(),
                applies.passed(),
                applies.total(),
                lifecycle.passed(),
                lifecycle.total(),
                steps.passed(),
                steps.total(),
                known);
    }
}
