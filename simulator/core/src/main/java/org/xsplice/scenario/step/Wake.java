// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;

/** Wakes the virtual CPU of a CPU from the queue it waits on. */
public record Wake(int cpu) implements Operation {
    @Override
    public String commandLine() {
        return "wake cpu " + cpu;
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.ofVirtualCpus(
                plane,
                cpus -> cpus.wake(cpu)
                        ? Reply.done()
                        : Reply.impossible("the virtual CPU of CPU " + cpu + " does not wait on a queue"));
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
