// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.text.Durations;

/** Lets time pass. */
public record Wait(long durationNs) implements Operation {
    @Override
    public String commandLine() {
        return "wait " + Durations.text(durationNs);
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
        return plane.run(durationNs);
    }
}
