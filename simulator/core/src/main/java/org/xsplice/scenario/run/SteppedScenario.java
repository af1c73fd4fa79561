// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xsplice.asm.Disassembler;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.machine.Checkpoint;
import org.xsplice.plane.ControlPlane;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.expect.ExpectConsole;
import org.xsplice.scenario.expect.Expectation;
import org.xsplice.scenario.expect.ExpectationResult;
import org.xsplice.scenario.expect.OriginalText;
import org.xsplice.scenario.step.Reply;
import org.xsplice.state.StateHash;

/**
 * Does the steps of a scenario in two halves each, for those who decide themselves what happens in between: {@code
 * explore.SteeredHost}, which has chosen an order of events, or searches for one. {@link Steering} tells before whether
 * a scenario can be done so.
 *
 * <p>Its user goes through these states, once for each step:
 *
 * <ol>
 *   <li>between two steps: {@link #hasNext} says whether there is another, {@link #next} which;
 *   <li>{@link #begin} makes the step's call. Of a step that does not wait, that is all;
 *   <li>where {@link #waits} says so, time has to pass until what the step has set going is over. How, and in which
 *       order, is not decided here;
 *   <li>{@link #end} looks at what is expected of the step, by the same {@link StepCheck} as {@link ScenarioRunner}.
 * </ol>
 *
 * <p>Any moment can be kept and gone back to ({@link #keep}), together with the host, which keeps itself. {@link #hash}
 * is equal where what can still come is: it counts steps, and console lines as long as an expectation will look at them.
 */
public final class SteppedScenario {
    private final Scenario scenario;
    private final ControlPlane plane;
    private final EventLog log;
    private final OriginalText text;
    private final StepCheck expected;
    private int next;
    private Reply reply = Reply.done();
    private int from;

    /**
     * @param plane a host that has just been booted
     * @param log takes its events
     */
    public SteppedScenario(Scenario scenario, ControlPlane plane, EventLog log, Disassembler disassembler) {
        this.scenario = scenario;
        this.plane = plane;
        this.log = log;
        text = new OriginalText(plane.hypervisor());
        expected = new StepCheck(plane, log, text, disassembler);
    }

    public boolean hasNext() {
        return next < scenario.steps().size();
    }

    /** Returns the step that begins next. */
    public Step next() {
        return scenario.steps().get(next);
    }

    /** Returns the steps that have not begun. */
    public List<Step> left() {
        return scenario.steps().subList(next, scenario.steps().size());
    }

    /** Returns how many steps have begun. */
    public int begun() {
        return next;
    }

    /** Returns the step that began last. */
    public Step step() {
        return scenario.steps().get(next - 1);
    }

    /** Begins the next step: does all of it but letting time pass. */
    public Reply begin() {
        from = log.size();
        reply = scenario.steps().get(next++).operation().begin(plane);
        return reply;
    }

    /** Returns whether the step that began last lets time pass before it is over. */
    public boolean waits() {
        return next > 0 && step().operation().waits(reply);
    }

    /**
     * Looks at what is expected after the step that began last. Where deadlines pass at any moment, nothing goes without
     * saying.
     */
    public List<ExpectationResult> end() {
        List<ExpectationResult> results = new ArrayList<>();
        expected.look(step(), reply, from, !scenario.freedom().deadlines(), results::add);
        return results;
    }

    /** Returns whether what is expected after the step that began last is about more than payloads and text. */
    public boolean looksBeyondPayloads() {
        return step().expectations().stream().anyMatch(Expectation::looksBeyondPayloads);
    }

    /** Returns whether the hypervisor's text is what it was at the start. */
    public boolean textIsOriginal() {
        return text.isThere();
    }

    /** Returns a hash of how far it has come, and of the console lines that are still to be looked at. */
    public long hash() {
        StateHash hash = new StateHash();
        hash.add(next);
        hash.add(waits() ? 1 : 0);
        boolean looks = scenario.steps().stream()
                .skip(Math.max(0, next - 1))
                .flatMap(step -> step.expectations().stream())
                .anyMatch(ExpectConsole.class::isInstance);
        if (looks) {
            addLines(hash, from);
            addLines(hash, expected.consoleSeen());
        }
        return hash.value();
    }

    private void addLines(StateHash hash, int since) {
        List<EventData.ConsoleLine> lines =
                log.since(since, EventData.ConsoleLine.class).toList();
        hash.add(lines.size());
        for (EventData.ConsoleLine line : lines) {
            byte[] bytes = line.line().getBytes(StandardCharsets.UTF_8);
            hash.add(bytes.length);
            hash.add(bytes, 0, bytes.length);
        }
    }

    /** Keeps how far it has come; the host keeps itself. */
    public Checkpoint keep() {
        int nextThen = next;
        Reply replyThen = reply;
        int fromThen = from;
        int consoleSeenThen = expected.consoleSeen();
        return () -> {
            next = nextThen;
            reply = replyThen;
            from = fromThen;
            expected.goBackTo(consoleSeenThen);
        };
    }
}
