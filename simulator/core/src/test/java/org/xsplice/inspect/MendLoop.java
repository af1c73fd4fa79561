// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.mend.Mend;

/**
 * Does what is proposed against a refusal, or a death, again and again, until the payload is accepted. Each time the
 * hypervisor must come further than before.
 */
final class MendLoop {
    private static final int STEPS_MAX = 60;

    private final Trials trials;

    /** Where the hypervisor stopped, and what was proposed. */
    record Step(Trial.Stop stop, Mend proposed) {
        boolean rebuild() {
            return proposed instanceof Mend.Rebuild;
        }
    }

    MendLoop(Trials trials) {
        this.trials = trials;
    }

    /**
     * Mends a payload.
     *
     * @return what was done; the last one is a {@link Mend.Rebuild} where no change of the file helps
     */
    List<Step> mend(byte[] damaged) {
        List<Step> steps = new ArrayList<>();
        PayloadFile file = new PayloadFile("m", damaged);
        for (Optional<Trial.Stop> stop = trials.run(file).stop();
                stop.isPresent();
                stop = trials.run(file).stop()) {
            requireFurther(steps, stop.get());
            Step step = new Step(stop.get(), trials.propose(file, stop.get()));
            steps.add(step);
            if (step.rebuild()) {
                return steps;
            }
            file = trials.apply(step.proposed(), file)
                    .orElseThrow(() -> new AssertionError("nothing can be done: " + step));
        }
        return steps;
    }

    private void requireFurther(List<Step> steps, Trial.Stop stop) {
        if (steps.isEmpty()) {
            return;
        }
        Step before = steps.get(steps.size() - 1);
        if (!trials.further(before.stop(), stop)) {
            throw new AssertionError("no further than before:\n" + before + "\n" + stop);
        }
        if (steps.size() == STEPS_MAX) {
            throw new AssertionError("it does not end: " + steps);
        }
    }
}
