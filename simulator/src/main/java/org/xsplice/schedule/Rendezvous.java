// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xsplice.event.EventData;
import org.xsplice.event.InterruptKind;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Cpu;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/**
 * The rendezvous: check_for_livepatch_work and what it needs (xen/common/livepatch.c), access by access. Each CPU goes
 * from {@link Place} to {@link Place}; who goes next is for others to decide.
 */
final class Rendezvous {
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final VirtualClock clock;
    private final GuestCpus guest;
    private final CpuTable cpus;
    private final CpuMaps maps;
    private Footprint footprint = Footprint.NONE;

    private LivepatchWork work = new LivepatchWork();
    /** By CPU, while that is master; else nothing. */
    private Master[] masters;

    private Set<ProtocolFault> faults = Set.of();
    private boolean timeless;
    private boolean lagging;

    Rendezvous(
            Hypervisor hypervisor, Profile profile, VirtualClock clock, GuestCpus guest, CpuTable cpus, CpuMaps maps) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.clock = clock;
        this.guest = guest;
        this.cpus = cpus;
        this.maps = maps;
        masters = new Master[cpus.count()];
    }

    /** Notes in this footprint what is touched from now on. */
    void noteIn(Footprint newFootprint) {
        footprint = newFootprint;
    }

    /** Has these protocol faults from now on. */
    void switchOn(Set<ProtocolFault> protocolFaults) {
        faults = protocolFaults;
    }

    /** Makes deadlines pass only by {@link #expire}. */
    void stopTime() {
        timeless = true;
    }

    /** Makes the other CPUs execute what they have fetched before the patching, until they serialize. */
    void letCpusLag() {
        lagging = true;
    }

    boolean pending() {
        return work.doWork;
    }

    int semaphore() {
        return work.semaphore;
    }

    boolean nmiMasked() {
        footprint.add(Variable.NMI_CALLBACK.read());
        return work.nmiMasked;
    }

    /** Models the second half of {@code schedule_work}; returns false where other work is pending. */
    boolean schedule(int cpu, PatchWork data, long timeoutNs) {
        if (work.doWork) {
            return false;
        }
        work.data = data;
        work.timeoutNs = timeoutNs;
        work.semaphore = -1;
        work.ready = false;
        work.doWork = true;
        call(cpu, cpu);
        return true;
    }

    /** Makes a CPU look at the work: by a tasklet, or in 2016 by setting its flag directly. */
    private void call(int fromCpu, int cpu) {
        if (profile.has(Feature.TASKLETS)) {
            guest.scheduleTasklet(fromCpu, cpu);
        } else {
            guest.setWorkToDo(cpu);
        }
        footprint.add(Variable.wakeUpOf(cpu));
        hypervisor.emit(fromCpu, new EventData.InterruptSent(cpu, kind()));
        cpus.call(fromCpu, cpu);
        if (interruptsAnywhere()) {
            footprint.add(Variable.passageOf(cpu));
        }
        if (interruptsAnywhere() && cpus.place(cpu) == Place.GUEST && cpu != fromCpu) {
            cpus.enter(cpu, Place.CHECK_DO_WORK);
        }
    }

    private InterruptKind kind() {
        return profile.has(Feature.TASKLETS) ? InterruptKind.TASKLET : InterruptKind.IPI;
    }

    /** Notes that a CPU has come to the check. */
    void arrived(int cpu) {
        int from = cpus.takeCaller(cpu);
        if (from >= 0) {
            hypervisor.emit(cpu, new EventData.InterruptTaken(from, kind()));
        }
    }

    /** Returns whether a master waits, and its deadline has not passed. */
    boolean canExpire() {
        return waiting().anyMatch(master -> !master.expired);
    }

    private Stream<Master> waiting() {
        return IntStream.range(0, masters.length).filter(this::waits).mapToObj(cpu -> masters[cpu]);
    }

    private boolean waits(int cpu) {
        return cpus.place(cpu) == Place.SPIN_CPU || cpus.place(cpu) == Place.SPIN_IRQ;
    }

    /** Returns whether CPUs that are called leave guest code at once, wherever they are. */
    boolean interruptsAnywhere() {
        return faulty(ProtocolFault.CHECK_ANYWHERE);
    }

    /** Returns whether the master waits for all CPUs. */
    boolean waitsForAll() {
        return !faulty(ProtocolFault.NO_QUIESCE);
    }

    /** Returns whether a master has acted after its deadline, though not all CPUs had come. */
    boolean actedLate() {
        return work.actedLate;
    }

    /** Returns the accesses that a CPU repeats until it can go on. */
    Footprint awaited(int cpu) {
        Footprint awaited = new Footprint();
        switch (cpus.place(cpu)) {
            case SPIN_CPU, SPIN_IRQ -> {
                awaited.add(Variable.SEMAPHORE.read());
                awaited.add(Variable.DEADLINE.read());
            }
            case SPIN_READY -> {
                awaited.add(Variable.READY.read());
                awaited.add(Variable.DO_WORK.read());
            }
            case SPIN_DONE -> awaited.add(Variable.DO_WORK.read());
            default -> {}
        }
        return awaited;
    }

    /** Lets the deadline pass. */
    void expire() {
        footprint.add(Variable.DEADLINE.written());
        waiting().forEach(master -> master.expired = true);
    }

    /** Returns whether a CPU is a master whose deadline passes with its first look at the clock. */
    boolean isLate(int cpu) {
        return waits(cpu) && deadlinePassed(masters[cpu]);
    }

    /** A CPU that spins looks at the clock, and by then time has passed. */
    private boolean deadlinePassed(Master master) {
        return master.expired || !timeless && clock.now() + VirtualClock.LOOK_NS >= master.deadline;
    }

    /** Returns whether a CPU in the rendezvous can go on: it does not spin, or what it waits for has come. */
    boolean canStep(int cpu) {
        return switch (cpus.place(cpu)) {
            case SPIN_CPU, SPIN_IRQ -> work.semaphore == masters[cpu].cpus || deadlinePassed(masters[cpu]);
            case SPIN_READY -> !work.doWork || work.ready;
            case SPIN_DONE -> !work.doWork;
            default -> true;
        };
    }

    /** Takes a CPU in the rendezvous to its next place. */
    void step(int cpu) {
        Place next = next(cpu);
        if (next != cpus.place(cpu)) {
            if (next == Place.GUEST) {
                cpus.leave(cpu);
            } else {
                cpus.enter(cpu, next);
            }
        }
    }

    private Place next(int cpu) {
        return switch (cpus.place(cpu)) {
            case GUEST, HALTED, OFFLINE, WAKING ->
                throw new IllegalStateException("CPU " + cpu + " is not in the rendezvous");
            case CHECK_DO_WORK -> readDoWork() ? Place.INC_AND_TEST : Place.LEAVE;
            case INC_AND_TEST -> increment() == 0 ? Place.GET_CPU_MAPS : Place.SPIN_READY;
            case GET_CPU_MAPS -> getCpuMaps(cpu);
            case MASK_NMI -> maskNmi(cpu);
            case SCHEDULE_TASKLETS -> scheduleNextTasklet(cpu);
            case SET_TIMEOUT -> setTimeout(cpu);
            case SPIN_CPU ->
                spin(cpu, "CPU", faulty(ProtocolFault.READY_BEFORE_RESET) ? Place.SET_READY : Place.RESET_SEMAPHORE);
            case RESET_SEMAPHORE -> resetSemaphore();
            case SET_READY -> setReady();
            case SPIN_IRQ -> spin(cpu, "IRQ", Place.DO_ACTION);
            case DO_ACTION -> doAction(cpu);
            case WRITE_TEXT -> writeText(masters[cpu].lateWrites, Place.WRITE_TEXT, Place.POST_ACTION);
            case POST_ACTION -> postAction(cpu, Place.UNMASK_NMI);
            case UNMASK_NMI -> unmaskNmi();
            case CLEAR_DO_WORK -> clearDoWork(cpu);
            case WRITE_LATE -> writeText(0, Place.WRITE_LATE, Place.PUT_CPU_MAPS);
            case PUT_CPU_MAPS -> putCpuMaps(cpu);
            case SPIN_READY -> spinReady();
            case SIGNAL -> signal();
            case SPIN_DONE -> readDoWork() ? Place.SPIN_DONE : Place.SLAVE_POST_ACTION;
            case SLAVE_POST_ACTION -> postAction(cpu, Place.LEAVE);
            case LEAVE -> leave(cpu);
        };
    }

    private boolean faulty(ProtocolFault fault) {
        return faults.contains(fault);
    }

    private boolean readDoWork() {
        footprint.add(Variable.DO_WORK.read());
        return work.doWork;
    }

    private int increment() {
        footprint.add(Variable.SEMAPHORE.written());
        return ++work.semaphore;
    }

    private Place getCpuMaps(int cpu) {
        footprint.add(Variable.CPU_MAPS.written());
        if (maps.get()) {
            masters[cpu] = new Master(work.data);
            return Place.MASK_NMI;
        }
        work.data.cpuMapsBusy(cpu);
        clearFlag(cpu);
        footprint.add(Variable.DO_WORK.written());
        work.doWork = false;
        return Place.LEAVE;
    }

    private Place maskNmi(int cpu) {
        Master master = masters[cpu];
        if (!faulty(ProtocolFault.NMI_NOT_MASKED)) {
            footprint.add(Variable.NMI_CALLBACK.written());
            work.savedNmiMasked = work.nmiMasked;
            work.nmiMasked = true;
        }
        master.cpus = faulty(ProtocolFault.NO_QUIESCE) ? 0 : maps.online() - 1;
        master.nextToCall = nextOther(cpu, 0);
        if (master.cpus == 0) {
            return Place.SET_TIMEOUT;
        }
        master.work.callingOthers(cpu, master.cpus);
        return Place.SCHEDULE_TASKLETS;
    }

    private Place scheduleNextTasklet(int cpu) {
        Master master = masters[cpu];
        call(cpu, master.nextToCall);
        master.nextToCall = nextOther(cpu, master.nextToCall + 1);
        return master.nextToCall < cpus.count() ? Place.SCHEDULE_TASKLETS : Place.SET_TIMEOUT;
    }

    private int nextOther(int cpu, int from) {
        int other = from;
        while (other < cpus.count() && (other == cpu || !maps.isOnline(other))) {
            other++;
        }
        return other;
    }

    private Place setTimeout(int cpu) {
        footprint.add(Variable.DEADLINE.written());
        masters[cpu].deadline = clock.now() + work.timeoutNs;
        return Place.SPIN_CPU;
    }

    private Place spin(int cpu, String phase, Place next) {
        Master master = masters[cpu];
        footprint.add(Variable.SEMAPHORE.read());
        footprint.add(Variable.DEADLINE.read());
        if (work.semaphore == master.cpus) {
            return next;
        }
        if (!deadlinePassed(master)) {
            return phase.equals("CPU") ? Place.SPIN_CPU : Place.SPIN_IRQ;
        }
        master.work.timedOut(phase, work.semaphore, master.cpus);
        boolean skipsUnmask = phase.equals("CPU")
                && (faulty(ProtocolFault.UNMASK_OMITTED) || profile.has(Feature.NMI_LEFT_MASKED_ON_TIMEOUT));
        return skipsUnmask ? Place.CLEAR_DO_WORK : Place.UNMASK_NMI;
    }

    private Place resetSemaphore() {
        footprint.add(Variable.SEMAPHORE.written());
        work.semaphore = 0;
        return faulty(ProtocolFault.READY_BEFORE_RESET) ? Place.SPIN_IRQ : Place.SET_READY;
    }

    private Place setReady() {
        footprint.add(Variable.READY.written());
        work.ready = true;
        return faulty(ProtocolFault.READY_BEFORE_RESET) ? Place.RESET_SEMAPHORE : Place.SPIN_IRQ;
    }

    private Place doAction(int cpu) {
        Master master = masters[cpu];
        footprint.add(Variable.PAYLOADS.written());
        work.actedLate |= master.expired && work.semaphore != maps.online() - 1;
        master.work.perform(cpu);
        master.actionDone = true;
        if (lagging) {
            hypervisor.text().waitingAt().forEach(address -> others(cpu, other -> letLag(other, address)));
        }
        int writes = hypervisor.text().waiting();
        master.lateWrites = faulty(ProtocolFault.ONE_BY_ONE) ? Math.max(0, writes - 1) : 0;
        return writes == 0 ? Place.POST_ACTION : Place.WRITE_TEXT;
    }

    private void letLag(Cpu cpu, long address) {
        footprint.add(Variable.fetchedBy(cpu.id(), true));
        cpu.lag(address);
    }

    private void others(int cpu, Consumer<Cpu> action) {
        for (int other = 0; other < cpus.count(); other++) {
            if (other != cpu) {
                action.accept(hypervisor.machine().cpu(other));
            }
        }
    }

    /** Writes one byte, until so many writes are left. */
    private Place writeText(int left, Place here, Place next) {
        footprint.add(hypervisor.text().writeByte());
        return hypervisor.text().waiting() > left ? here : next;
    }

    /** Models {@code arch_livepatch_post_action}: the CPU serializes. */
    private Place postAction(int cpu, Place next) {
        if (!faulty(ProtocolFault.NO_FLUSH)) {
            footprint.add(Variable.fetchedBy(cpu, true));
            hypervisor.machine().cpu(cpu).catchUp();
        }
        return next;
    }

    /** Models {@code arch_livepatch_unmask} (xen/arch/x86/livepatch.c). */
    private Place unmaskNmi() {
        footprint.add(Variable.NMI_CALLBACK.written());
        work.nmiMasked = work.savedNmiMasked;
        return Place.CLEAR_DO_WORK;
    }

    private Place clearDoWork(int cpu) {
        clearFlag(cpu);
        footprint.add(Variable.DO_WORK.written());
        work.doWork = false;
        return hypervisor.text().waiting() > 0 ? Place.WRITE_LATE : Place.PUT_CPU_MAPS;
    }

    private Place putCpuMaps(int cpu) {
        footprint.add(Variable.CPU_MAPS.written());
        footprint.add(Variable.PAYLOADS.written());
        maps.put();
        Master done = masters[cpu];
        masters[cpu] = null;
        done.work.finished(cpu, done.actionDone);
        return Place.GUEST;
    }

    private Place spinReady() {
        footprint.add(Variable.READY.read());
        return !readDoWork() || work.ready ? Place.SIGNAL : Place.SPIN_READY;
    }

    private Place signal() {
        increment();
        return Place.SPIN_DONE;
    }

    private Place leave(int cpu) {
        clearFlag(cpu);
        return Place.GUEST;
    }

    private void clearFlag(int cpu) {
        footprint.add(guest.flagOf(cpu));
        guest.clearWorkToDo(cpu);
    }

    long hash(long seed) {
        long hash = work.hash(seed);
        for (Master master : masters) {
            hash = master == null ? hash * 31 : master.hash(hash);
        }
        return hash;
    }

    Checkpoint keep() {
        LivepatchWork then = work.copy();
        Master[] mastersThen = copy(masters);
        return () -> {
            work = then.copy();
            masters = copy(mastersThen);
        };
    }

    private static Master[] copy(Master[] masters) {
        Master[] copy = masters.clone();
        for (int cpu = 0; cpu < copy.length; cpu++) {
            copy[cpu] = copy[cpu] == null ? null : copy[cpu].copy();
        }
        return copy;
    }
}
