// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

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
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;
import org.xsplice.profile.Profile;
import org.xsplice.state.Flags;
import org.xsplice.state.HostState;
import org.xsplice.state.Nums;
import org.xsplice.state.Ref;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * Steps the CPUs, one thread for all of them, through guest code and the {@link Rendezvous}. It is the front of this
 * package: a plane talks to it, and it owns the parts ({@link CpuTable}, {@link CpuMaps}, {@link GuestCpus}, {@link Rounds},
 * errands and activities).
 *
 * <p>CPUs take turns in {@link Rounds}. What a CPU does in its turn depends on its {@link Place}:
 * <ul>
 * <li>GUEST: it executes guest code, as many instructions as the quantum has nanoseconds. It stops early where it halts,
 * or where it comes to the check for work of its idle loop, a breakpoint.
 * <li>WAKING: it goes on to that check.
 * <li>HALTED and OFFLINE: it has no turn. An interrupt wakes a CPU that is halted.
 * <li>all others: it is in the rendezvous, and goes on there until it has to wait.
 * </ul>
 * A CPU that halts before its turn is over idles for the rest of it. A CPU that has been stolen has no turn, wherever it is.
 *
 * <p>Besides, the scheduler does what happens to CPUs from outside: hypercalls of virtual CPUs ({@link #postHypercall}), NMIs
 * ({@link #nmi}), stolen time ({@link #steal}), CPUs that go online or offline ({@link #plug}), and activities
 * ({@link #play}).
 *
 * <p>{@code payload.Livepatch} asks for a rendezvous by {@link #schedule}, and is called back through the {@link PatchWork}
 * that it hands over. {@code orders.Interleaving} takes a scheduler over to choose each step by itself: it then reports by
 * {@link #stopped} why a CPU stopped, and the rounds rest.
 */
public final class Scheduler {
    /** Instructions of a turn, and nanoseconds of a round, where nothing else is asked for. */
    public static final int DEFAULT_QUANTUM = 1000;

    private final Hypervisor hypervisor;
    private final VirtualClock clock;
    private final int quantum;
    private final GuestCpus guest;
    private final CpuTable cpus;
    private final CpuMaps maps;
    private final Rendezvous rendezvous;
    private final Rounds rounds;
    private final Errands errands;
    private final Activities activities;
    /** When each CPU is given back to the hypervisor. */
    private final Nums stolenUntil;

    private final Flags inHypercall;
    private final Ref<Optional<Plugging>> plugging;

    /**
     * Boots the guest's CPUs into their idle loops.
     *
     * @param quantum instructions of a turn; at least 1
     */
    public Scheduler(Hypervisor hypervisor, Profile profile, VirtualClock clock, Strategy strategy, int quantum) {
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.quantum = quantum;
        HostState state = hypervisor.state();
        int count = hypervisor.machine().cpuCount();
        guest = new GuestCpus(hypervisor);
        cpus = new CpuTable(count, guest.booted(), this::arrived, state);
        maps = new CpuMaps(count, state);
        rendezvous = new Rendezvous(hypervisor, profile, clock, guest, cpus, maps);
        errands = new Errands(state);
        activities = new Activities(this, errands);
        stolenUntil = state.progresses("scheduler.stolenUntil", count, 0);
        inHypercall = state.flags("scheduler.inHypercall", count, false);
        plugging = state.value("scheduler.plugging", Optional.empty());
        rounds = new Rounds(hypervisor, clock, strategy, quantum, new Turns());
        guest.boot();
    }

    private void arrived(Place place, int cpu) {
        if (place == Place.CHECK_DO_WORK) {
            rendezvous.arrived(cpu);
        }
        hypervisor.emit(cpu, new EventData.CpuPhase(place.phase(), rendezvous.semaphore()));
    }

    /** Returns the hypervisor whose CPUs take turns here. */
    public Hypervisor hypervisor() {
        return hypervisor;
    }

    /** Returns the guest's side of scheduling. */
    public GuestCpus guest() {
        return guest;
    }

    /** Returns where each CPU stands. */
    public CpuTable cpus() {
        return cpus;
    }

    /** Returns where CPUs are gathered. */
    public Rendezvous rendezvous() {
        return rendezvous;
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

    /** Makes some other CPU hold the lock of the CPU maps, or release it. */
    public void setCpuMapsTaken(boolean taken) {
        if (plugging.get().isEmpty()) {
            maps.setTaken(taken);
        }
    }

    /** Returns whether the lock of the CPU maps is free. Models {@code get_cpu_maps} for callers that only look. */
    public boolean cpuMapsFree() {
        return !maps.beingChanged();
    }

    /**
     * Begins to bring a CPU online or to take it offline. Models {@code cpu_up} and {@code cpu_down} (xen/common/cpu.c) as
     * far as the rendezvous can see them: while it lasts, they hold the lock of the CPU maps.
     *
     * @param duration how long it takes
     * @return 0, or a negated error number: EBUSY while the CPU maps are locked, EINVAL for taking CPU 0
     *     offline, EEXIST if the CPU is so already
     */
    public int plug(int cpu, boolean online, Duration duration) {
        int rc = beginPlugging(cpu, online);
        hypervisor.emit(cpu, new EventData.CpuPlugged(online, rc));
        if (rc == 0) {
            plugging.set(Optional.of(new Plugging(cpu, online, clock.now().plus(duration))));
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
    private record Plugging(int cpu, boolean online, VirtualTime end) {}

    /** Returns the number of the CPU that is being plugged or unplugged. */
    public Optional<Integer> plugging() {
        return plugging.get().map(Plugging::cpu);
    }

    /** Brings the CPU online, or takes it offline as soon as it sleeps. */
    public void endPlugging() {
        Plugging done = plugging.get().orElseThrow();
        if (done.online()) {
            cpus.enter(done.cpu(), Place.HALTED);
        } else if (cpus.place(done.cpu()) == Place.HALTED && !isStolen(done.cpu())) {
            cpus.enter(done.cpu(), Place.OFFLINE);
        } else {
            return;
        }
        maps.endHotplug(done.cpu(), done.online());
        plugging.set(Optional.empty());
    }

    /** Returns whether work has been scheduled and is not over. */
    public boolean workPending() {
        return rendezvous.pending();
    }

    /**
     * Asks for the CPUs to be gathered. Models the second half of {@code schedule_work}.
     *
     * @param cpu the CPU that makes the hypercall; it becomes the master
     * @param timeout for both phases together
     * @return false where other work is pending
     */
    public boolean schedule(int cpu, PatchWork work, Duration timeout) {
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
            inHypercall.set(cpu, true);
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
        if (!maps.isOnline(cpu) || isStolen(cpu)) {
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
     * Takes a CPU away from the hypervisor: it executes nothing, and does not notice. Firmware does this with an SMI, a
     * hypervisor below with a virtual CPU.
     */
    public void steal(int cpu, Duration duration) {
        hypervisor.emit(cpu, new EventData.CpuStolen(duration));
        stolenUntil.set(
                cpu, Math.max(stolenUntil.get(cpu), clock.now().plus(duration).nanos()));
    }

    /** Begins activities of CPUs, beside what the hypervisor is asked; {@code chance} decides what they leave open. */
    public void play(List<Activity> wanted, Chance chance) {
        activities.begin(wanted, chance);
    }

    /** Returns whether a CPU's hypercall is not done yet. */
    public boolean hypercallPending(int cpu) {
        return guest.hypercallPending(cpu);
    }

    /** Returns what a CPU's last hypercall returned. */
    public long hypercallResult(int cpu) {
        return guest.hypercallResult(cpu);
    }

    /** Returns what lets time pass. */
    public Rounds rounds() {
        return rounds;
    }

    private boolean isStolen(int cpu) {
        return clock.now().nanos() < stolenUntil.get(cpu);
    }

    /** What the scheduler's CPUs do in rounds. */
    private final class Turns implements Rounds.Cpus {
        @Override
        public void doWhatIsDue() {
            activities.doWhatIsDue();
        }

        /** Each CPU sleeps, or has been taken away. */
        @Override
        public boolean idle() {
            for (int cpu = 0; cpu < cpus.count(); cpu++) {
                if (!cpus.place(cpu).sleeps() && !isStolen(cpu)) {
                    return false;
                }
            }
            return plugging.get().isEmpty();
        }

        @Override
        public VirtualTime nextWakeUp(VirtualTime otherwise) {
            VirtualTime next = errands.next().orElse(otherwise);
            for (int cpu = 0; cpu < cpus.count(); cpu++) {
                if (isStolen(cpu)) {
                    next = next.min(new VirtualTime(stolenUntil.get(cpu)));
                }
            }
            return next;
        }

        @Override
        public boolean canGoOn(int cpu) {
            Place place = cpus.place(cpu);
            return !isStolen(cpu) && !place.sleeps() && (!place.inside() || rendezvous.canStep(cpu));
        }

        @Override
        public void turn(int cpu) {
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

        @Override
        public void roundOver() {
            if (plugging.get().isPresent() && clock.reached(plugging.get().get().end())) {
                endPlugging();
            }
        }

        /** A CPU that has not noticed that work is over would take the next work for it and miss its rendezvous. */
        @Override
        public boolean reached(Goal.Until until) {
            return switch (until) {
                case END -> false;
                case WORK_OVER -> !rendezvous.pending() && cpus.allOutside();
            };
        }
    }

    /** Notes why a CPU stopped executing guest code. */
    public void stopped(int cpu, Stop stop) {
        noteHypercall(cpu);
        if (stop instanceof Stop.Halted && hypervisor.machine().cpu(cpu).interruptsEnabled()) {
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
            inHypercall.set(cpu, false);
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
}
