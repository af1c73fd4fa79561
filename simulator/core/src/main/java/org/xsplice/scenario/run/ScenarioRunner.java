// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.both.Disagreement;
import org.xsplice.plane.both.DisagreementException;
import org.xsplice.scenario.InputError;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.expect.ExpectDeath;
import org.xsplice.scenario.expect.ExpectationResult;
import org.xsplice.scenario.expect.OriginalText;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.Reply;
import org.xsplice.time.VirtualTime;

/**
 * Runs a scenario from its first step to its verdict, and lets time pass by itself: the schedule of the scenario says in
 * which order CPUs take turns. {@code ./xsplice run}, sweeps and tests come here; who chooses the order of events takes
 * {@link SteppedScenario}.
 *
 * <p>A run boots a host ({@link ScenarioHost}), begins the activities, and does each step in the same way:
 *
 * <ol>
 *   <li>the operation begins, and time passes until it is over, where it waits for something;
 *   <li>the events since the step's begin are taken: what they tell of text becomes {@link FunctionChange}s, their
 *       console lines are what expectations compare;
 *   <li>{@link StepCheck} looks at what is expected;
 *   <li>all of it becomes a {@link StepResult}, which is handed on at once.
 * </ol>
 *
 * <p>The run goes on while every step ends as {@link Verdict#PASSED}. It ends with the first that does not: an
 * expectation was missed, the hypervisor died unexpectedly, or the model and Xen's own code disagree. After a death that
 * was expected, only steps that look may follow; the scenario's reader has seen to that. A hypervisor that dies while it
 * is booted gives a result without steps. Nothing is printed here: {@code scenario.print.Transcript} makes lines of the
 * results.
 */
public final class ScenarioRunner {
    private static final String DISAGREE = "the planes disagree";

    private final Scenario scenario;
    private final EventLog log;
    private final ScenarioHost host;
    private final ControlPlane plane;
    private final TextHistory text;
    private final StepCheck expected;
    private final List<StepResult> results = new ArrayList<>();
    private List<PayloadStatus> payloads = List.of();
    /** Position in the log up to which events belong to steps. */
    private int told;

    private Death death;
    private Disagreement disagreement;

    private ScenarioRunner(Scenario scenario, EventLog log, ScenarioHost host, Disassembler disassembler) {
        this.scenario = scenario;
        this.log = log;
        this.host = host;
        this.plane = host.plane();
        OriginalText original = new OriginalText(plane.hypervisor());
        text = new TextHistory(plane.hypervisor(), original, disassembler);
        expected = new StepCheck(plane, log, original, disassembler);
        told = log.size();
        scenario.play(plane);
        host.remark()
                .ifPresent(remark -> log.accept(new Event(plane.now(), Event.NO_CPU, new EventData.Remark(remark))));
    }

    /**
     * Runs a scenario on a host of its own.
     *
     * @param follower learns how far it is
     * @throws ScenarioException if the guest turns out to be no hypervisor, or none for that plane; or if there are more
     *     events than the heap holds
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     * @throws AssertionError if the simulator contradicts itself
     */
    public static ScenarioResult run(Scenario scenario, Follower follower) {
        return run(scenario, 1, follower);
    }

    /**
     * Runs a scenario on a host of its own, as {@link #run(Scenario, Follower)}.
     *
     * @param sharing how many runs, or what needs as much memory as that, share the heap
     */
    public static ScenarioResult run(Scenario scenario, int sharing, Follower follower) {
        long heap = Runtime.getRuntime().maxMemory();
        return run(scenario, (s, log) -> ScenarioHost.boot(s, new EventLimit(log, heap, sharing)), follower);
    }

    /** Runs a scenario on a host that is booted in a way of its own. */
    static ScenarioResult run(
            Scenario scenario, BiFunction<Scenario, EventSink, ScenarioHost> boot, Follower follower) {
        EventLog log = new EventLog();
        try (ScenarioHost host = boot.apply(scenario, log);
                Disassembler disassembler = new CapstoneDisassembler()) {
            return new ScenarioRunner(scenario, log, host, disassembler).run(follower);
        } catch (HypervisorDiedException e) {
            return new ScenarioResult(
                    scenario,
                    scenario.plane(),
                    Verdict.DIED,
                    List.of(),
                    log.since(0),
                    VirtualTime.START,
                    Optional.of(e.death()),
                    Optional.empty());
        }
    }

    private ScenarioResult run(Follower follower) {
        Verdict verdict = Verdict.PASSED;
        for (int i = 0; i < scenario.steps().size() && verdict == Verdict.PASSED; i++) {
            StepResult result = run(i + 1, scenario.steps().get(i), follower);
            results.add(result);
            follower.step(result);
            verdict = verdict(result);
        }
        return new ScenarioResult(
                scenario,
                host.kind(),
                verdict,
                List.copyOf(results),
                List.copyOf(log.since(0)),
                plane.now(),
                Optional.ofNullable(death),
                Optional.of(text.proof()));
    }

    private static Verdict verdict(StepResult result) {
        if (result.disagreement().isPresent()) {
            return Verdict.DISAGREED;
        }
        if (result.reply().outcome() instanceof Outcome.Died died && !expected(died, result.step())) {
            return died.death().notEmulated() ? Verdict.NOT_EMULATED : Verdict.DIED;
        }
        return result.met() ? Verdict.PASSED : Verdict.FAILED;
    }

    private static boolean expected(Outcome.Died died, Step step) {
        return !died.death().notEmulated() && step.expectations().stream().anyMatch(e -> e instanceof ExpectDeath);
    }

    private StepResult run(int number, Step step, Follower follower) {
        int from = told;
        VirtualTime start = plane.now();
        Runnable goesOn = () -> follower.goesOn(number, plane.now());
        goesOn.run();
        plane.follow(goesOn);
        Reply reply = perform(step);
        if (reply.outcome() instanceof Outcome.Died died) {
            death = died.death();
        }
        List<FunctionChange> changes =
                log.since(from, EventData.TextWritten.class).map(text::next).toList();
        told = log.size();
        List<Event> events = List.copyOf(log.since(from));
        boolean unexpected = reply.outcome() instanceof Outcome.Died died && !expected(died, step);
        List<ExpectationResult> checks = disagreement != null || unexpected ? List.of() : check(step, reply, from);
        List<PayloadStatus> before = payloads;
        payloads = statuses();
        return new StepResult(
                number,
                step,
                reply,
                start,
                plane.now(),
                events,
                payloads,
                !payloads.equals(before),
                changes,
                checks,
                Optional.ofNullable(disagreement));
    }

    private Reply perform(Step step) {
        Operation operation = step.operation();
        try {
            Reply reply = operation.begin(plane);
            if (!operation.waits(reply)) {
                return reply;
            }
            Outcome passed = operation.passTime(plane);
            return passed instanceof Outcome.Died ? Reply.of(passed) : reply;
        } catch (DisagreementException e) {
            disagreement = e.disagreement();
            return Reply.impossible(DISAGREE);
        } catch (EventLimit.TooManyException e) {
            throw new ScenarioException(List.of(new InputError(step.place(), e.getMessage(), "", "")));
        }
    }

    private List<PayloadStatus> statuses() {
        if (death != null || disagreement != null) {
            return payloads;
        }
        try {
            return plane.statuses();
        } catch (DisagreementException e) {
            disagreement = e.disagreement();
            return payloads;
        }
    }

    private List<ExpectationResult> check(Step step, Reply reply, int from) {
        List<ExpectationResult> results = new ArrayList<>();
        try {
            expected.look(step, reply, from, true, results::add);
        } catch (DisagreementException e) {
            disagreement = e.disagreement();
        }
        return List.copyOf(results);
    }
}
