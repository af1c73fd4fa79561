// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

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
                () -> plane.isOnline(cpu) ? Reply.of(plane.nmi(cpu)) : Reply.impossible("CPU " + cpu + " is offline"));
    }
}
