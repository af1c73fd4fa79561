// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Set;
import org.xsplice.plane.ControlPlane;

/** Presses a debug key. */
public record PressKey(char key) implements Operation {
    @Override
    public String commandLine() {
        return "key " + key;
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.of(plane.key(key));
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.ERRNO, Expectable.DIES);
    }
}
