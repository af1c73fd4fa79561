// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Trouble;

/** Puts the hypervisor in trouble, from now on. */
public record CauseTrouble(Trouble with) implements Operation {
    @Override
    public String commandLine() {
        return "trouble " + with.word();
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.of(plane.cause(with));
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.ERRNO, Expectable.DIES);
    }

    @Override
    public Optional<String> whyNotReal() {
        return Optional.of("a real machine cannot be put in trouble at will");
    }
}
