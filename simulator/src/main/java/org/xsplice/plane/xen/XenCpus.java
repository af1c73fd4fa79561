// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.EventData;
import org.xsplice.hypervisor.GuestRun;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Stop;
import org.xsplice.schedule.Strategy;
import org.xsplice.schedule.VirtualClock;

/**
 * The CPUs on which Xen's own rendezvous runs. Each sleeps in its idle loop until its tasklet is scheduled; then it runs
 * {@code tasklet_fn} and {@code check_for_livepatch_work} of the image, in turns of so many instructions as the quantum
 * has nanoseconds, in the order that the strategy chooses.
 */
final class XenCpus {
    private final Hypervisor hypervisor;
    private final VirtualClock clock;
    private final Strategy strategy;
    private final int quantum;
    private final long taskletFn;
    private final long checkForWork;
    private final int[] turns;
    private final boolean[] scheduled;
    private final GuestRun[] runs;
    /** What each CPU had executed when one of them last looked at the clock. */
    private final long[] spentThen;

    private boolean clockRead;
    private Optional<XenOrders> orders = Optional.empty();

    XenCpus(Hypervisor hypervisor, VirtualClock clock, Strategy strategy, int quantum) {
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.strategy = strategy;
        this.quantum = quantum;
        BuildSymbols symbols = new BuildSymbols(hypervisor.image());
        taskletFn = symbols.require("tasklet_fn");
        checkForWork = symbols.require("check_for_livepatch_work");
        int cpus = hypervisor.machine().cpuCount();
        turns = new int[cpus];
        for (int i = 0; i < cpus; i++) {
            turns[i] = i;
        }
        scheduled = new boolean[cpus];
        runs = new GuestRun[cpus];
        spentThen = new long[cpus];
    }

    /** Schedules a CPU's tasklet; returns 0 as the function that this stands in for returns nothing. */
    long schedule(int cpu) {
        if (cpu >= 0 && cpu < scheduled.length) {
            scheduled[cpu] = true;
            orders.ifPresent(o -> o.woken(cpu));
        }
        return 0;
    }

    /** Tells a CPU what time it is, and notes that it waits, and not for ever. */
    long lookAtClock(int cpu) {
        clockRead = true;
        orders.ifPresentOrElse(o -> o.looksAtClock(cpu), () -> clock.advance(VirtualClock.LOOK_NS));
        return clock.now();
    }

    /** Leaves it to somebody else which CPU comes next, for good: time stands still. */
    void handOver(XenOrders to) {
        orders = Optional.of(to);
    }

    /** Returns whether a CPU sleeps in its idle loop, its tasklet scheduled or not. */
    boolean sleeps(int cpu) {
        return runs[cpu] == null;
    }

    /** Returns whether a CPU's tasklet is scheduled. */
    boolean isScheduled(int cpu) {
        return scheduled[cpu];
    }

    /** Keeps who is scheduled, and how far each CPU has come. */
    Checkpoint keep() {
        boolean[] scheduledThen = scheduled.clone();
        GuestRun[] runsThen = runs.clone();
        List<Checkpoint> parts =
                Stream.of(runs).filter(Objects::nonNull).map(GuestRun::keep).toList();
        return () -> {
            System.arraycopy(scheduledThen, 0, scheduled, 0, scheduled.length);
            System.arraycopy(runsThen, 0, runs, 0, runs.length);
            parts.forEach(Checkpoint::putBack);
        };
    }

    /** Returns whether a CPU has something to do. */
    boolean busy() {
        for (int cpu = 0; cpu < runs.length; cpu++) {
            if (scheduled[cpu] || runs[cpu] != null) {
                return true;
            }
        }
        return false;
    }

    /** Lets time pass; while all CPUs sleep, it jumps. */
    void run(long ns) {
        long end = clock.now() + ns;
        while (clock.now() < end) {
            if (busy()) {
                round();
            } else {
                clock.advance(end - clock.now());
            }
        }
    }

    /** Lets time pass until all CPUs sleep, but no longer than {@code maxNs}. */
    void finish(long maxNs) {
        long end = clock.now() + maxNs;
        while (clock.now() < end && busy()) {
            round();
        }
    }

    private void round() {
        strategy.order(turns);
        for (int cpu : turns) {
            turn(cpu);
        }
        clock.advance(quantum);
        endEndlessLoops();
    }

    /**
     * Ends the host where all CPUs go on and none looks at the clock: the master is in a loop, and the others wait for it.
     *
     * @throws HypervisorDiedException if so
     */
    private void endEndlessLoops() {
        for (int cpu = 0; cpu < runs.length; cpu++) {
            if (runs[cpu] == null || clockRead) {
                spentThen[cpu] = runs[cpu] == null ? 0 : runs[cpu].spent();
            } else if (runs[cpu].spent() - spentThen[cpu] > GuestRun.ENDLESS) {
                throw new HypervisorDiedException(
                        hypervisor.deathOf(hypervisor.machine().cpu(cpu), new Stop.BudgetSpent()));
            }
        }
        clockRead = false;
    }

    private void turn(int cpu) {
        if (runs[cpu] == null && scheduled[cpu]) {
            enter(cpu);
        } else if (runs[cpu] != null && runs[cpu].step(quantum)) {
            halt(cpu);
        }
    }

    private void enter(int cpu) {
        scheduled[cpu] = false;
        hypervisor.call(cpu, taskletFn, 0);
        runs[cpu] = hypervisor.start(cpu, checkForWork);
        hypervisor.emit(cpu, new EventData.CpuPhase(CpuPhase.ENTERED, 0));
    }

    private void halt(int cpu) {
        runs[cpu] = null;
        hypervisor.emit(cpu, new EventData.CpuPhase(CpuPhase.HALTED, 0));
    }

    /** Lets a CPU go on to the next instruction that accesses what is watched; returns whether it sleeps again. */
    boolean stepToWatched(int cpu, long maxInstructions) {
        if (runs[cpu] == null) {
            enter(cpu);
        }
        boolean over = runs[cpu].stepToWatched(maxInstructions);
        if (over) {
            halt(cpu);
        }
        return over;
    }
}
