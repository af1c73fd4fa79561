// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.time.Duration;

/**
 * What a step does: upload, apply, press a key, let time pass. There is one record for each kind, and it is the only
 * place that knows its kind: how to do it, what it starts, what may be expected of it, and where it cannot be done. Whoever
 * has an operation asks it, and does not look which kind it is.
 *
 * <p>It is done in two halves. {@link #begin} makes the call and is back at once, as the hypercall is; {@link #passTime}
 * waits for what the call has set going, where {@link #waits} says that there is something to wait for. {@code
 * scenario.run.ScenarioRunner} does both. Where the order of events is chosen, {@code scenario.run.SteppedScenario} does
 * the first half only, and whoever chooses lets time pass; {@link #whyNotStepped} tells what cannot be split so.
 *
 * <p>Scenario files are read into operations by {@code scenario.file.StepReader}; which keys stand below {@code expect}
 * is {@link #expectable}, and what holds without being written there is {@link #implied}. {@code judge} asks a real
 * hypervisor the same, unless {@link #whyNotReal} has a reason.
 *
 * <p>Operations are values: two that do the same are equal, and none remembers that it has been done.
 */
public sealed interface Operation
        permits Upload,
                Action,
                ListPayloads,
                Tool,
                PressKey,
                Call,
                Busy,
                Hypercall,
                Nmi,
                Plug,
                WaitQueue,
                Wake,
                Wait,
                Sysctl,
                CauseTrouble,
                Look {
    /** Writes it as a command, for transcripts. */
    String commandLine();

    /** Names it in the fewest words. */
    default String title() {
        return commandLine();
    }

    /** Does it, except for the time that it lets pass. */
    Reply begin(ControlPlane plane);

    /** Returns whether it lets time pass, where it began so. */
    default boolean waits(Reply reply) {
        return false;
    }

    /** Lets time pass. */
    default Outcome passTime(ControlPlane plane) {
        return new Outcome.Returned(0);
    }

    /** Returns the payload that it is about. */
    default Optional<String> payload() {
        return Optional.empty();
    }

    /** Returns what it sets going. */
    default Effect effect() {
        return new Effect.Other();
    }

    /** Returns what a scenario may expect of it. */
    Set<Expectable> expectable();

    /** Returns what must have gone well where the scenario does not say otherwise. */
    default Set<Expectable> implied() {
        return Set.of(Expectable.ERRNO);
    }

    /** Returns whether it only looks at the results of the steps before it. */
    default boolean looksOnly() {
        return false;
    }

    /** Returns whether that it succeeded is worth saying; else its output says so. */
    default boolean tellsSuccess() {
        return true;
    }

    /** Returns why a real hypervisor cannot be asked it, as one sentence without a full stop; nothing where it can. */
    default Optional<String> whyNotReal() {
        return Optional.empty();
    }

    /** Returns why it cannot be done where the order of events is chosen; nothing where it can. */
    default Optional<String> whyNotStepped() {
        return Optional.empty();
    }

    /** Returns the same with another timeout, where it has one. */
    default Operation withTimeout(Duration timeout) {
        return this;
    }
}
