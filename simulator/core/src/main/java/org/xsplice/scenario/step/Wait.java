// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.time.Duration;

/** Lets time pass. */
public record Wait(Duration duration) implements Operation {
    @Override
    public String commandLine() {
        return "wait " + duration.rounded();
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.done();
    }

    @Override
    public boolean waits(Reply reply) {
        return true;
    }

    @Override
    public Outcome passTime(ControlPlane plane) {
        return plane.run(duration);
    }

    @Override
    public Effect effect() {
        return new Effect.Passes();
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.DIES);
    }

    @Override
    public Set<Expectable> implied() {
        return Set.of();
    }

    @Override
    public boolean tellsSuccess() {
        return false;
    }

    @Override
    public Optional<String> whyNotReal() {
        return Optional.of("time passes by itself on a real machine, and the driver waits after each step");
    }
}
