// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import org.xsplice.text.FilePosition;

/** That strict mode refuses the step, and for which quirk. */
public record ExpectStrict(FilePosition place, int quirk) implements Expectation {
    @Override
    public ExpectationResult check(Observed seen) {
        String subject = "strict mode's refusal of " + seen.operation().title();
        String expected = "quirk " + quirk;
        return seen.strict()
                .map(refusal -> ExpectationResult.compare(place, subject, expected, "quirk " + refusal.quirk()))
                .orElseGet(() -> ExpectationResult.missed(place, subject, expected, "strict mode did not refuse it"));
    }
}
