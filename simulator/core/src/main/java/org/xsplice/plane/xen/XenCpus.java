// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.EventData;
import org.xsplice.hypervisor.GuestRun;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.machine.Stop;
import org.xsplice.schedule.Goal;
import org.xsplice.schedule.Rounds;
import org.xsplice.schedule.Strategy;
import org.xsplice.schedule.VirtualClock;
import org.xsplice.state.Derived;
import org.xsplice.state.Flag;
import org.xsplice.state.Flags;
import org.xsplice.state.HostState;
import org.xsplice.state.Nums;
import org.xsplice.state.Ref;
import org.xsplice.time.VirtualTime;

/**
 * The CPUs on which Xen's own rendezvous runs. A CPU has one of two states. It sleeps in its idle loop, which is not executed,
 * until its tasklet is scheduled. Then it runs {@code tasklet_fn} and {@code check_for_livepatch_work} of the image, in turns of as many
 * instructions as the quantum has nanoseconds, until the latter returns; then it sleeps again.
 *
 * <p>{@link Stubs} call {@link #schedule} where the guest's code schedules a tasklet, and {@link #lookAtClock} where it reads
 * the time. A look at the clock costs time, so a CPU that waits for a deadline gets there. Where all CPUs go on and none
 * looks at the clock, they are in an endless loop, and the hypervisor dies.
 *
 * <p>{@link Rounds} say who comes next. After {@link #handOver}, {@link XenOrders} does, with {@link #stepToWatched}, and time
 * stands still.
 */
final class XenCpus {
    private final Hypervisor hypervisor;
    private final VirtualClock clock;
    private final int quantum;
    private final long taskletFn;
    private final long checkForWork;
    private final Flags scheduled;
    /** By CPU: how far it has come in the rendezvous, where it does not sleep. */
    private final List<Ref<Optional<GuestRun>>> runs = new ArrayList<>();
    /** What each CPU had executed when one of them last looked at the clock. */
    private final Nums spentThen;

    private final Flag clockRead;
    private final Rounds rounds;

    @Derived("there for good, once the CPUs have been handed over")
    private Optional<XenOrders> orders = Optional.empty();

    XenCpus(Hypervisor hypervisor, VirtualClock clock, Strategy strategy, int quantum) {
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.quantum = quantum;
        BuildSymbols symbols = new BuildSymbols(hypervisor.image());
        taskletFn = symbols.require("tasklet_fn");
        checkForWork = symbols.require("check_for_livepatch_work");
        HostState state = hypervisor.state();
        int cpus = hypervisor.machine().cpuCount();
        scheduled = state.flags("cpu.scheduled", cpus, false);
        for (int cpu = 0; cpu < cpus; cpu++) {
            runs.add(state.value("cpu.run[" + cpu + "]", Optional.empty()));
        }
        spentThen = state.progresses("cpu.spentThen", cpus, 0);
        clockRead = state.flag("cpu.clockRead", false);
        rounds = new Rounds(hypervisor, clock, strategy, quantum, new Turns());
    }

    /** Returns what lets time pass. */
    Rounds rounds() {
        return rounds;
    }

    private Optional<GuestRun> run(int cpu) {
        return runs.get(cpu).get();
    }

    /** Schedules a CPU's tasklet; returns 0 as the function that this stands in for returns nothing. */
    long schedule(int cpu) {
        if (cpu >= 0 && cpu < runs.size()) {
            scheduled.set(cpu, true);
            orders.ifPresent(o -> o.woken(cpu));
        }
        return 0;
    }

    /** Tells a CPU what time it is, in nanoseconds, and notes that it waits, and not for ever. */
    long lookAtClock(int cpu) {
        clockRead.set(true);
        orders.ifPresentOrElse(o -> o.looksAtClock(cpu), () -> clock.advance(VirtualClock.LOOK));
        return clock.now().nanos();
    }

    /** Leaves it to somebody else which CPU comes next, for good: time stands still. */
    void handOver(XenOrders to) {
        orders = Optional.of(to);
    }

    /** Returns whether a CPU sleeps in its idle loop, its tasklet scheduled or not. */
    boolean sleeps(int cpu) {
        return run(cpu).isEmpty();
    }

    /** Returns the CPU on which the next hypercall is made. */
    int caller() {
        return orders.map(XenOrders::caller).orElse(0);
    }

    /** Returns the first CPU that sleeps, where a virtual CPU could make a hypercall; 0 if none does. */
    int firstAsleep() {
        return IntStream.range(0, runs.size()).filter(this::sleeps).findFirst().orElse(0);
    }

    /** Returns whether a CPU's tasklet is scheduled. */
    boolean isScheduled(int cpu) {
        return scheduled.get(cpu);
    }

    /** Returns whether a CPU has something to do. */
    boolean busy() {
        for (int cpu = 0; cpu < runs.size(); cpu++) {
            if (isBusy(cpu)) {
                return true;
            }
        }
        return false;
    }

    private boolean isBusy(int cpu) {
        return scheduled.get(cpu) || run(cpu).isPresent();
    }

    /** What these CPUs do in rounds. */
    private final class Turns implements Rounds.Cpus {
        @Override
        public void doWhatIsDue() {
            // Nothing is: these CPUs execute the rendezvous alone.
        }

        @Override
        public boolean idle() {
            return !busy();
        }

        @Override
        public VirtualTime nextWakeUp(VirtualTime otherwise) {
            return otherwise;
        }

        @Override
        public boolean canGoOn(int cpu) {
            return isBusy(cpu);
        }

        @Override
        public void turn(int cpu) {
            Optional<GuestRun> run = run(cpu);
            if (run.isEmpty()) {
                enter(cpu);
            } else {
                came(cpu, hypervisor.step(run.get(), quantum));
            }
        }

        @Override
        public void roundOver() {
            endEndlessLoops();
        }

        @Override
        public boolean reached(Goal.Until until) {
            return until != Goal.Until.END && !busy();
        }
    }

    /**
     * Ends the host where all CPUs go on and none looks at the clock: the master is in a loop, and the others wait for it.
     *
     * @throws HypervisorDiedException if so
     */
    private void endEndlessLoops() {
        boolean looked = clockRead.take();
        for (int cpu = 0; cpu < runs.size(); cpu++) {
            long spent = run(cpu).map(GuestRun::spent).orElse(0L);
            if (spent == 0 || looked) {
                spentThen.set(cpu, spent);
            } else if (spent - spentThen.get(cpu) > hypervisor.endless()) {
                throw new HypervisorDiedException(
                        hypervisor.deathOf(hypervisor.machine().cpu(cpu), new Stop.BudgetSpent()));
            }
        }
    }

    private GuestRun enter(int cpu) {
        scheduled.set(cpu, false);
        hypervisor.call(cpu, taskletFn, 0);
        GuestRun run = hypervisor.start(cpu, checkForWork);
        runs.get(cpu).set(Optional.of(run));
        hypervisor.emit(cpu, new EventData.CpuPhase(CpuPhase.ENTERED, 0));
        return run;
    }

    /** Notes how far a CPU has come; returns whether it sleeps again. */
    private boolean came(int cpu, GuestRun run) {
        runs.get(cpu).set(run.over() ? Optional.empty() : Optional.of(run));
        if (run.over()) {
            hypervisor.emit(cpu, new EventData.CpuPhase(CpuPhase.HALTED, 0));
        }
        return run.over();
    }

    /** Lets a CPU go on to the next instruction that accesses what is watched; returns whether it sleeps again. */
    boolean stepToWatched(int cpu, long maxInstructions) {
        GuestRun run = run(cpu).isPresent() ? run(cpu).get() : enter(cpu);
        return came(cpu, hypervisor.stepToWatched(run, maxInstructions));
    }
}
