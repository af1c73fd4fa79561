// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Set;
import org.xsplice.plane.ControlPlane;

/** Lists the payloads with their states. */
public record ListPayloads() implements Operation {
    private static final int ALL = 1024;

    @Override
    public String commandLine() {
        return "list";
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.of(plane.list(0, ALL).outcome());
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.ERRNO, Expectable.DIES);
    }
}
