// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.util.List;
import java.util.Optional;
import org.xsplice.event.Event;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.Death;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.expect.ExpectationResult;
import org.xsplice.time.VirtualTime;

/**
 * What came of a scenario.
 *
 * @param plane who decided; not the one that was asked for where that cannot run the guest
 * @param steps those that were run
 * @param events everything that happened
 * @param end virtual time at its end
 * @param death expected or not
 * @param text nothing where the hypervisor died before the first step
 */
public record ScenarioResult(
        Scenario scenario,
        PlaneKind plane,
        Verdict verdict,
        List<StepResult> steps,
        List<Event> events,
        VirtualTime end,
        Optional<Death> death,
        Optional<TextProof> text) {
    /** Returns how many expectations were looked at. */
    public long checks() {
        return steps.stream().mapToLong(s -> s.checks().size()).sum();
    }

    /** Returns how many of them were met. */
    public long checksMet() {
        return steps.stream()
                .flatMap(s -> s.checks().stream())
                .filter(ExpectationResult::met)
                .count();
    }
}
