// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xsplice.asm.Disassembler;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.plane.ControlPlane;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.expect.EndlessPatternException;
import org.xsplice.scenario.expect.ExpectConsole;
import org.xsplice.scenario.expect.Expectation;
import org.xsplice.scenario.expect.ExpectationResult;
import org.xsplice.scenario.expect.Observed;
import org.xsplice.scenario.expect.OriginalText;
import org.xsplice.scenario.step.Reply;

/** Looks at what is expected after the steps of a scenario, one after the other; the only one who does. */
final class StepCheck {
    private final ControlPlane plane;
    private final EventLog log;
    private final OriginalText text;
    private final Disassembler disassembler;
    /** Position in the log up to which console lines have been compared. */
    private int consoleSeen;

    /**
     * @param plane a host that has just been booted
     * @param log takes its events
     */
    StepCheck(ControlPlane plane, EventLog log, OriginalText text, Disassembler disassembler) {
        this.plane = plane;
        this.log = log;
        this.text = text;
        this.disassembler = disassembler;
    }

    /**
     * Looks at what is expected after a step. What goes without saying is passed over once something else has failed.
     *
     * @param from position in the log at which the step began
     * @param impliedToo whether what goes without saying is looked at
     * @param results takes each result when it is known
     */
    void look(Step step, Reply reply, int from, boolean impliedToo, Consumer<ExpectationResult> results) {
        int until = log.size();
        Observed seen = observed(step, reply, from);
        boolean met = true;
        for (Expectation expectation : step.expectations()) {
            if (!expectation.implied() || impliedToo && met) {
                ExpectationResult result = check(expectation, seen);
                met &= result.met();
                results.accept(result);
            }
            if (expectation instanceof ExpectConsole) {
                consoleSeen = until;
            }
        }
    }

    private static ExpectationResult check(Expectation expectation, Observed seen) {
        try {
            return expectation.check(seen);
        } catch (EndlessPatternException e) {
            return ExpectationResult.undecided(expectation.place(), e);
        }
    }

    private Observed observed(Step step, Reply reply, int from) {
        int lookFrom = step.operation().looksOnly() ? consoleSeen : from;
        List<String> console = log.since(lookFrom, EventData.ConsoleLine.class)
                .map(EventData.ConsoleLine::line)
                .toList();
        Optional<EventData.StrictRefused> strict =
                log.since(from, EventData.StrictRefused.class).findFirst();
        return new Observed(plane, step.operation(), reply, console, text, strict, disassembler);
    }

    int consoleSeen() {
        return consoleSeen;
    }

    /** Goes back to where it was when {@link #consoleSeen} returned this. */
    void goBackTo(int seen) {
        consoleSeen = seen;
    }
}
