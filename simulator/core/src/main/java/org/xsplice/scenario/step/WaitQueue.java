// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;

/** Lets a virtual CPU wait on the queue of a domain: the embedded guest's hypercall {@code do_wait_event}. */
public record WaitQueue(int cpu, int domain) implements Operation {
    /** The highest number of a domain of the embedded guest. */
    public static final int DOMAIN_MAX = 3;
    /** {@code __HYPERVISOR_wait_event} of the embedded guest. */
    private static final int HYPERVISOR_WAIT_EVENT = 56;

    @Override
    public String commandLine() {
        return "waitqueue cpu " + cpu + " domain " + domain;
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return new Hypercall(cpu, HYPERVISOR_WAIT_EVENT, List.of((long) domain)).begin(plane);
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
        return Optional.of("which domain of a real machine waits, and when, is not in our hands");
    }
}
