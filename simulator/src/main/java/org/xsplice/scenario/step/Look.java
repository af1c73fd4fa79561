// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import org.xsplice.plane.ControlPlane;

/** Does nothing: the step only has expectations. */
public record Look() implements Operation {
    @Override
    public String commandLine() {
        return "expect";
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.done();
    }
}
