// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;

/** Calls a function of the guest, on CPU 0. */
public record Call(String function, List<Long> arguments, ReturnType type) implements Operation {
    /** Functions that a hypercall calls, and hands on what they return. */
    private static final Set<String> VERSION_FUNCTIONS = Set.of("xen_extra_version", "xen_minor_version");

    @Override
    public String commandLine() {
        return "call "
                + function
                + arguments.stream()
                        .map(a -> " " + (Math.abs(a) < 10 ? Long.toString(a) : "0x" + Long.toHexString(a)))
                        .collect(Collectors.joining());
    }

    @Override
    public Reply begin(ControlPlane plane) {
        long[] values = arguments.stream().mapToLong(Long::longValue).toArray();
        CallReply reply = plane.call(0, function, values);
        if (reply.outcome() instanceof Outcome.Died) {
            return Reply.of(reply.outcome());
        }
        ReturnValue value = type.read(plane.hypervisor(), reply.result());
        return Reply.of(reply.outcome(), value);
    }

    @Override
    public String title() {
        return function + "()";
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.RETURNS, Expectable.DIES);
    }

    @Override
    public Set<Expectable> implied() {
        return Set.of();
    }

    @Override
    public boolean tellsSuccess() {
        return false;
    }

    @Override
    public Optional<String> whyNotReal() {
        return VERSION_FUNCTIONS.contains(function)
                ? Optional.empty()
                : Optional.of(
                        "only xen_extra_version and xen_minor_version can be called from outside the" + " hypervisor");
    }
}
