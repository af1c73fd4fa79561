// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.chance.Chance;
import org.xsplice.errno.Errno;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.InterruptKind;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;
import org.xsplice.profile.Profile;

/**
 * Steps the CPUs, one thread for all of them, through guest code and the {@link Rendezvous}.
 *
 * <p>Time goes in rounds. In each, every CPU that is awake has one turn, in the order the strategy chooses: it executes
 * so many instructions as the quantum has nanoseconds, or goes on in the rendezvous until it has to wait. A CPU that halts
 * before its quantum is over idles for the rest of it. While all sleep, time jumps. Whoever wants to choose every single
 * step takes an {@link Interleaving} instead.
 */
public final class Scheduler {
    /** Instructions of a turn, and nanoseconds of a round, where nothing else is asked for. */
    public static final int DEFAULT_QUANTUM = 1000;

    private final Hypervisor hypervisor;
    private final VirtualClock clock;
    private final Strategy strategy;
    private final int quantum;
    private final GuestCpus guest;
    private final CpuTable cpus;
    private final CpuMaps maps;
    private final Rendezvous rendezvous;
    private final int[] turns;
    private final Errands errands = new Errands();
    /** When each CPU is given back to the hypervisor. */
    private final long[] stolenUntil;

    private final BitSet inHypercall = new BitSet();
    private Optional<Plugging> plugging = Optional.empty();

    /**
     * Boots the guest's CPUs into their idle loops.
     *
     * @param quantum instructions of a turn; at least 1
     */
    public Scheduler(Hypervisor hypervisor, Profile profile, VirtualClock clock, Strategy strategy, int quantum) {
        if (quantum < 1) {
            throw new IllegalArgumentException("the quantum must be at least 1: " + quantum);
        }
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.strategy = strategy;
        this.quantum = quantum;
        int count = hypervisor.machine().cpuCount();
        guest = new GuestCpus(hypervisor);
        cpus = new CpuTable(count, guest.booted(), this::arrived);
        maps = new CpuMaps(count);
        rendezvous = new Rendezvous(hypervisor, profile, clock, guest, cpus, maps);
        stolenUntil = new long[count];
        turns = new int[count];
        for (int i = 0; i < count; i++) {
            turns[i] = i;
        }
        guest.boot();
    }

    private void arrived(Place place, int cpu) {
        if (place == Place.CHECK_DO_WORK) {
            rendezvous.arrived(cpu);
        }
        hypervisor.emit(cpu, new EventData.CpuPhase(place.phase(), rendezvous.semaphore()));
    }

    Hypervisor hypervisor() {
        return hypervisor;
    }

    GuestCpus guest() {
        return guest;
    }

    CpuTable cpus() {
        return cpus;
    }

    Rendezvous rendezvous() {
        return rendezvous;
    }

    CpuMaps maps() {
        return maps;
    }

    public VirtualClock clock() {
        return clock;
    }

    public CpuPhase phase(int cpu) {
        return cpus.place(cpu).phase();
    }

    /** Gives the rendezvous protocol faults, from now on. */
    public void switchOn(Set<ProtocolFault> faults) {
        rendezvous.switchOn(faults);
    }

    /** Has some other CPU hold the lock of the CPU maps, or let it go. */
    public void setCpuMapsTaken(boolean taken) {
        if (plugging.isEmpty()) {
            maps.setTaken(taken);
        }
    }

    /** Returns whether no CPU is just being plugged or unplugged. Models {@code get_cpu_maps} for those who only look. */
    public boolean cpuMapsFree() {
        return !maps.beingChanged();
    }

    /**
     * Begins to bring a CPU online or to take it offline. Models {@code cpu_up} and {@code cpu_down} (xen/common/cpu.c) as
     * far as the rendezvous can see them: while it lasts, they hold the lock of the CPU maps.
     *
     * @param durationNs how long it takes
     * @return 0, or a negated error number: EBUSY where the CPUs must stay as they are just now, EINVAL for taking CPU 0
     *     offline, EEXIST where the CPU is so already
     */
    public int plug(int cpu, boolean online, long durationNs) {
        int rc = beginPlugging(cpu, online);
        hypervisor.emit(cpu, new EventData.CpuPlugged(online, rc));
        if (rc == 0) {
            plugging = Optional.of(new Plugging(cpu, online, clock.now() + durationNs));
        }
        return rc;
    }

    private int beginPlugging(int cpu, boolean online) {
        if (!maps.mayBeginHotplug()) {
            return Errno.EBUSY.rc();
        }
        if (cpu == 0 && !online) {
            return Errno.EINVAL.rc();
        }
        if (maps.isOnline(cpu) == online) {
            return Errno.EEXIST.rc();
        }
        maps.beginHotplug();
        return 0;
    }

    /** Returns whether a CPU is online. */
    public boolean isOnline(int cpu) {
        return maps.isOnline(cpu);
    }

    /** A CPU on its way. */
    private record Plugging(int cpu, boolean online, long end) {}

    /** Returns the number of the CPU that is being plugged or unplugged. */
    Optional<Integer> plugging() {
        return plugging.map(Plugging::cpu);
    }

    /** Brings the CPU online, or takes it offline as soon as it sleeps. */
    void endPlugging() {
        Plugging done = plugging.orElseThrow();
        if (done.online()) {
            cpus.enter(done.cpu(), Place.HALTED);
        } else if (cpus.place(done.cpu()) == Place.HALTED && clock.now() >= stolenUntil[done.cpu()]) {
            cpus.enter(done.cpu(), Place.OFFLINE);
        } else {
            return;
        }
        maps.endHotplug(done.cpu(), done.online());
        plugging = Optional.empty();
    }

    /** Returns whether work has been scheduled and is not over. */
    public boolean workPending() {
        return rendezvous.pending();
    }

    /**
     * Asks for the CPUs to be gathered. Models the second half of {@code schedule_work}.
     *
     * @param cpu the CPU that makes the hypercall; it becomes the master
     * @param timeout in nanoseconds, for both phases together
     * @return false where other work is pending
     */
    public boolean schedule(int cpu, PatchWork work, long timeout) {
        return rendezvous.schedule(cpu, work, timeout);
    }

    /**
     * Lets a virtual CPU make a hypercall as soon as the CPU is in its idle loop.
     *
     * @return false where its last one is not done, or this guest cannot do it
     */
    public boolean postHypercall(int cpu, int number, long... arguments) {
        boolean posted = maps.isOnline(cpu) && guest.postHypercall(cpu, number, arguments);
        if (posted) {
            hypervisor.emit(cpu, new EventData.HypercallMade(number));
            inHypercall.set(cpu);
            cpus.wake(cpu);
        }
        return posted;
    }

    /** Wakes a virtual CPU that is blocked in its hypercall; returns false where it is not. */
    public boolean wakeVirtualCpu(int cpu) {
        boolean woken = guest.wakeVirtualCpu(cpu);
        if (woken) {
            cpus.wake(cpu);
        }
        return woken;
    }

    /**
     * Gives a CPU an NMI. Where the rendezvous has masked them, it is lost (xen/common/livepatch.c: nmi_callback).
     *
     * @return false where it is lost, or the CPU is offline or has been taken away
     * @throws HypervisorDiedException if the guest's handler dies
     */
    public boolean nmi(int cpu) {
        if (!maps.isOnline(cpu) || clock.now() < stolenUntil[cpu]) {
            return false;
        }
        if (rendezvous.nmiMasked()) {
            hypervisor.emit(cpu, new EventData.InterruptLost(InterruptKind.NMI));
            return false;
        }
        hypervisor.emit(cpu, new EventData.InterruptTaken(Event.NO_CPU, InterruptKind.NMI));
        guest.handleNmi(cpu);
        return true;
    }

    /**
     * Takes a CPU away from the hypervisor: it executes nothing, and does not know. So firmware does with an SMI, or a
     * hypervisor below with a virtual CPU.
     */
    public void steal(int cpu, long durationNs) {
        hypervisor.emit(cpu, new EventData.CpuStolen(durationNs));
        stolenUntil[cpu] = Math.max(stolenUntil[cpu], clock.now() + durationNs);
    }

    /** Lets CPUs do things beside what is asked of the hypervisor, from now on, as the seed of {@code chance} has it. */
    public void play(List<Activity> activities, Chance chance) {
        Workload workload = new Workload(this, errands);
        activities.forEach(activity -> workload.begin(activity, new Chance(chance.nextLong())));
    }

    /** Returns whether a CPU's hypercall is not done yet. */
    public boolean hypercallPending(int cpu) {
        return guest.hypercallPending(cpu);
    }

    /** Returns what a CPU's last hypercall returned. */
    public long hypercallResult(int cpu) {
        return guest.hypercallResult(cpu);
    }

    /**
     * Lets time pass.
     *
     * @throws HypervisorDiedException if guest code dies meanwhile
     */
    public void run(long ns) {
        long end = clock.now() + ns;
        while (clock.now() < end) {
            errands.runDue(clock.now());
            if (nobodyAwake() && plugging.isEmpty()) {
                clock.advance(Math.min(end, nextWakeUp(end)) - clock.now());
            } else {
                round();
            }
        }
    }

    /** Lets time pass until no work is pending and all CPUs sleep, but no longer than {@code maxNs}. */
    public void settle(long maxNs) {
        long end = clock.now() + maxNs;
        while (clock.now() < end && !cpus.allAsleep()) {
            round();
        }
    }

    /**
     * Lets time pass until no work is pending and every CPU has noticed, but no longer than {@code maxNs}. A CPU that has
     * not would take the next work for the last one and miss its rendezvous.
     */
    public void finishWork(long maxNs) {
        long end = clock.now() + maxNs;
        while (clock.now() < end && (rendezvous.pending() || !cpus.allOutside())) {
            round();
        }
    }

    /** Returns whether each CPU sleeps, or has been taken away. */
    private boolean nobodyAwake() {
        for (int cpu = 0; cpu < cpus.count(); cpu++) {
            if (!cpus.place(cpu).sleeps() && clock.now() >= stolenUntil[cpu]) {
                return false;
            }
        }
        return true;
    }

    private long nextWakeUp(long otherwise) {
        long next = errands.next().orElse(otherwise);
        for (long until : stolenUntil) {
            if (until > clock.now()) {
                next = Math.min(next, until);
            }
        }
        return next;
    }

    private void round() {
        errands.runDue(clock.now());
        strategy.order(turns);
        for (int cpu : turns) {
            if (canGoOn(cpu)) {
                turn(cpu);
                strategy.hadTurn(cpu);
                if (strategy.oneAtATime()) {
                    break;
                }
            }
        }
        clock.advance(quantum);
        if (plugging.isPresent() && clock.now() >= plugging.get().end()) {
            endPlugging();
        }
    }

    private boolean canGoOn(int cpu) {
        Place place = cpus.place(cpu);
        return clock.now() >= stolenUntil[cpu] && !place.sleeps() && (!place.inside() || rendezvous.canStep(cpu));
    }

    private void turn(int cpu) {
        switch (cpus.place(cpu)) {
            case GUEST -> {
                Cpu runner = hypervisor.machine().cpu(cpu);
                if (cpus.takeHasChecked(cpu)) {
                    runner.passBreakpointOnce();
                }
                stopped(cpu, hypervisor.run(runner, runner.get(Register.RIP), quantum));
            }
            case WAKING -> cpus.enter(cpu, Place.CHECK_DO_WORK);
            default -> goOn(cpu);
        }
    }

    /** Notes why a CPU stopped executing guest code. */
    void stopped(int cpu, Stop stop) {
        noteHypercall(cpu);
        if (stop instanceof Stop.Halted) {
            cpus.sleep(cpu);
        } else if (stop instanceof Stop.Breakpoint
                && guest.standsAtRendezvous(hypervisor.machine().cpu(cpu))) {
            cpus.enter(cpu, Place.CHECK_DO_WORK);
        } else if (!(stop instanceof Stop.BudgetSpent || stop instanceof Stop.Watched)) {
            throw new HypervisorDiedException(
                    hypervisor.deathOf(hypervisor.machine().cpu(cpu), stop));
        }
    }

    private void noteHypercall(int cpu) {
        if (inHypercall.get(cpu) && !guest.hypercallPending(cpu)) {
            inHypercall.clear(cpu);
            hypervisor.emit(cpu, new EventData.HypercallReturned(guest.hypercallResult(cpu)));
        }
    }

    /** Lets a CPU go on in the rendezvous until it has to wait, or its turn is over: a step costs as an instruction does. */
    private void goOn(int cpu) {
        boolean waits = false;
        for (int steps = 0; steps < quantum && !waits; steps++) {
            rendezvous.step(cpu);
            waits = !cpus.place(cpu).inside() || cpus.place(cpu).spins() && !rendezvous.isLate(cpu);
        }
    }

    Checkpoint keep() {
        long then = clock.now();
        Optional<Plugging> pluggingThen = plugging;
        BitSet inHypercallThen = (BitSet) inHypercall.clone();
        return Checkpoint.all(
                () -> {
                    inHypercall.clear();
                    inHypercall.or(inHypercallThen);
                },
                () -> clock.advance(then - clock.now()),
                () -> plugging = pluggingThen,
                cpus.keep(),
                maps.keep(),
                rendezvous.keep());
    }
}
