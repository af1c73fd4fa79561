// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;
import org.xsplice.time.Duration;

/**
 * Begins to bring a CPU online or to take it offline.
 *
 * @param duration how long it takes
 */
public record Plug(int cpu, boolean online, Duration duration) implements Operation {
    @Override
    public String commandLine() {
        return (online ? "online" : "offline") + " cpu " + cpu + " within " + duration.rounded();
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.ofVirtualCpus(plane, cpus -> Reply.of(cpus.plug(cpu, online, duration)));
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.ERRNO, Expectable.DIES);
    }

    @Override
    public Optional<String> whyNotReal() {
        return Optional.of("the first domain runs on the CPUs that would go away");
    }
}
