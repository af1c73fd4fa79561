// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xsplice.coverage.Coverage;
import org.xsplice.event.EventSink;
import org.xsplice.host.HostSeries;
import org.xsplice.plane.ControlPlane;
import org.xsplice.profile.Profile;
import org.xsplice.scenario.Schedule;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/** Fresh hosts for cases, on machines that are booted once for each number of CPUs. */
final class Hosts implements AutoCloseable {
    private final Target target;
    private final Profile modelled;
    private final Optional<Coverage> coverage;
    private final Map<Integer, HostSeries> series = new TreeMap<>();

    /**
     * @param modelled what the model follows
     */
    Hosts(Target target, Profile modelled, Optional<Coverage> coverage) {
        this.target = target;
        this.modelled = modelled;
        this.coverage = coverage;
    }

    /** Makes the host of a case; the one before must not be used any more. */
    ControlPlane next(CompareCase wanted, EventSink events) {
        return series.computeIfAbsent(wanted.cpus(), cpus -> new HostSeries(target.image(), modelled, cpus, coverage))
                .next(strategy(wanted), Scheduler.DEFAULT_QUANTUM, events);
    }

    private static Strategy strategy(CompareCase wanted) {
        return wanted.schedule() == Schedule.RANDOM ? Strategy.random(wanted.seed()) : Strategy.roundRobin();
    }

    @Override
    public void close() {
        series.values().forEach(HostSeries::close);
    }
}
