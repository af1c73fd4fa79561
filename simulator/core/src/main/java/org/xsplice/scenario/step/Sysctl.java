// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.SysctlCall;

/** Calls {@code livepatch_op} with what no client would say. */
public record Sysctl(SysctlCall call) implements Operation {
    @Override
    public String commandLine() {
        return "sysctl " + call.text();
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.of(plane.sysctl(call));
    }

    @Override
    public Optional<String> payload() {
        return call.cmd() == SysctlCall.LIST || call.name().isEmpty() ? Optional.empty() : Optional.of(call.name());
    }

    @Override
    public Set<Expectable> expectable() {
        return payload().isPresent()
                ? Expectable.hostAnd(Expectable.ERRNO, Expectable.STRICT, Expectable.STATE, Expectable.DIES)
                : Expectable.hostAnd(Expectable.ERRNO, Expectable.DIES);
    }

    @Override
    public Optional<String> whyNotReal() {
        return Optional.of(
                "the driver in the first domain makes calls of the client's library only, and these are well-formed");
    }
}
