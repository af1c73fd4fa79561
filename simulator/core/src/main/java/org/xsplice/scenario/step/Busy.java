// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;
import org.xsplice.time.Duration;

/** Keeps a CPU in guest code for a while: a virtual CPU makes the embedded guest's hypercall {@code do_busy}. */
public record Busy(int cpu, Duration duration) implements Operation {
    /** {@code __HYPERVISOR_busy} of the embedded guest. */
    private static final int HYPERVISOR_BUSY = 63;
    /** Instructions, and so nanoseconds, of one time round its loop. */
    private static final int NS_PER_ITERATION = 2;

    @Override
    public String commandLine() {
        return "busy cpu " + cpu + " for " + duration.rounded();
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return new Hypercall(cpu, HYPERVISOR_BUSY, List.of(duration.nanos() / NS_PER_ITERATION)).begin(plane);
    }

    @Override
    public Effect effect() {
        return new Effect.Calls(cpu);
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.DIES);
    }

    @Override
    public Optional<String> whyNotReal() {
        return Optional.of("we cannot control what the CPUs of a real machine do");
    }
}
