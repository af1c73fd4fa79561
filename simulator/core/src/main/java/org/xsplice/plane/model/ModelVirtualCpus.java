// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import java.util.List;
import java.util.OptionalLong;
import org.xsplice.chance.Chance;
import org.xsplice.plane.Life;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.VirtualCpus;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.Scheduler;
import org.xsplice.state.Flags;
import org.xsplice.time.Duration;

/** The virtual CPUs of the embedded guest. */
final class ModelVirtualCpus implements VirtualCpus {
    private final Scheduler scheduler;
    private final Life life;
    /** CPUs whose virtual CPU has made a hypercall. */
    private final Flags hypercallsOf;

    ModelVirtualCpus(Scheduler scheduler, Life life) {
        this.scheduler = scheduler;
        this.life = life;
        hypercallsOf = scheduler
                .hypervisor()
                .state()
                .flags("plane.hypercallsOf", scheduler.hypervisor().machine().cpuCount(), false);
    }

    @Override
    public boolean post(int cpu, int number, long... arguments) {
        boolean posted = scheduler.postHypercall(cpu, number, arguments);
        if (posted) {
            hypercallsOf.set(cpu, true);
        }
        return posted;
    }

    @Override
    public boolean pending(int cpu) {
        return scheduler.hypercallPending(cpu);
    }

    @Override
    public OptionalLong result(int cpu) {
        return hypercallsOf.get(cpu) && !pending(cpu)
                ? OptionalLong.of(scheduler.hypercallResult(cpu))
                : OptionalLong.empty();
    }

    @Override
    public boolean wake(int cpu) {
        return scheduler.wakeVirtualCpu(cpu);
    }

    @Override
    public Outcome nmi(int cpu) {
        return life.attempt(() -> {
            scheduler.nmi(cpu);
            return 0;
        });
    }

    @Override
    public Outcome plug(int cpu, boolean online, Duration duration) {
        return life.attempt(() -> scheduler.plug(cpu, online, duration));
    }

    @Override
    public boolean isOnline(int cpu) {
        return scheduler.isOnline(cpu);
    }

    @Override
    public void play(List<Activity> activities, Chance chance) {
        scheduler.play(activities, chance);
    }
}
