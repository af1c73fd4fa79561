// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.List;
import java.util.stream.Collectors;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;

/** Calls a function of the guest, on CPU 0. */
public record Call(String function, List<Long> arguments, ReturnType type) implements Operation {
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
}
