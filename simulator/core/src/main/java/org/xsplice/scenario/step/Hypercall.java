// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.VirtualCpus;

/** Lets a virtual CPU make a hypercall, which runs as guest code while time passes. */
public record Hypercall(int cpu, int number, List<Long> arguments) implements Operation {
    @Override
    public String commandLine() {
        return "hypercall cpu " + cpu + " number " + number
                + arguments.stream().map(a -> " 0x" + Long.toHexString(a)).collect(Collectors.joining());
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.ofVirtualCpus(plane, this::post);
    }

    private Reply post(VirtualCpus cpus) {
        if (!cpus.isOnline(cpu)) {
            return Reply.impossible("CPU " + cpu + " is offline");
        }
        long[] values = arguments.stream().mapToLong(Long::longValue).toArray();
        return cpus.post(cpu, number, values)
                ? Reply.done()
                : Reply.impossible("CPU " + cpu + " is still in its last hypercall");
    }

    @Override
    public Effect effect() {
        return new Effect.Calls(cpu);
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.DIES);
    }

    @Override
    public Optional<String> whyNotReal() {
        return Optional.of("we cannot control what the CPUs of a real machine do");
    }
}
