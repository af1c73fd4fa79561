// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.util.List;
import java.util.Optional;
import org.xsplice.event.Event;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.both.Disagreement;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.expect.ExpectationResult;
import org.xsplice.scenario.step.Reply;
import org.xsplice.time.VirtualTime;

/**
 * What came of a step.
 *
 * @param number of the step, from 1
 * @param end virtual time at its end
 * @param events what happened in it, in order
 * @param payloads all payloads at its end
 * @param payloadsChanged whether they differ from those of the step before
 * @param changes what happened to text, in order
 * @param disagreement of the model and Xen's own code, which ended the step early
 */
public record StepResult(
        int number,
        Step step,
        Reply reply,
        VirtualTime start,
        VirtualTime end,
        List<Event> events,
        List<PayloadStatus> payloads,
        boolean payloadsChanged,
        List<FunctionChange> changes,
        List<ExpectationResult> checks,
        Optional<Disagreement> disagreement) {
    /** Returns whether every expectation was met, and nothing came between. */
    public boolean met() {
        return disagreement.isEmpty() && checks.stream().allMatch(ExpectationResult::met);
    }
}
