// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;

/** Gives a CPU an NMI. */
public record Nmi(int cpu) implements Operation {
    @Override
    public String commandLine() {
        return "nmi cpu " + cpu;
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.ofVirtualCpus(
                plane,
                cpus -> cpus.isOnline(cpu) ? Reply.of(cpus.nmi(cpu)) : Reply.impossible("CPU " + cpu + " is offline"));
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.DIES);
    }

    @Override
    public Optional<String> whyNotReal() {
        return Optional.of("an NMI cannot be sent to a chosen CPU of a real machine");
    }
}
