// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import org.xsplice.plane.Outcome;
import org.xsplice.text.FilePosition;

/** Expects that the hypervisor dies, and from which cause. An end that is not emulated is no death. */
public record ExpectDeath(FilePosition place, LinePattern cause) implements Expectation {
    @Override
    public ExpectationResult check(Observed seen) {
        String subject = "the hypervisor's death";
        if (seen.reply().outcome() instanceof Outcome.Died died) {
            boolean met = !died.death().notEmulated()
                    && (cause.matches(died.death().cause())
                            || cause.matches(died.death().summary()));
            return met
                    ? ExpectationResult.met(place, subject)
                    : ExpectationResult.missed(
                            place, subject, cause.toString(), died.death().summary());
        }
        return ExpectationResult.missed(place, subject, "it dies", "it lives");
    }
}
