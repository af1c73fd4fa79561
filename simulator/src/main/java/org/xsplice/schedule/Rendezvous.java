// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Set;
import java.util.function.Consumer;
import org.xsplice.event.EventData;
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
    private Set<Fault> faults = Set.of();
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
    }

    /** Notes in this footprint what is touched from now on. */
    void noteIn(Footprint newFootprint) {
        footprint = newFootprint;
    }

    /** Makes these mistakes from now on. */
    void switchOn(Set<Fault> mistakes) {
        faults = mistakes;
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
        if (faults.contains(Fault.CHECK_ANYWHERE) && cpus.place(cpu) == Place.GUEST && cpu != fromCpu) {
            cpus.enter(cpu, Place.CHECK_DO_WORK);
        }
    }

    private String kind() {
        return profile.has(Feature.TASKLETS) ? "tasklet" : "IPI";
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
        return !work.expired && (cpus.any(Place.SPIN_CPU) || cpus.any(Place.SPIN_IRQ));
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
        work.expired = true;
    }

    private boolean deadlinePassed() {
        return work.expired || !timeless && clock.now() >= work.deadline;
    }

    /** Returns whether a CPU in the rendezvous can go on: it does not spin, or what it waits for has come. */
    boolean canStep(int cpu) {
        return switch (cpus.place(cpu)) {
            case SPIN_CPU, SPIN_IRQ -> work.semaphore == work.cpus || deadlinePassed();
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
            case SET_TIMEOUT -> setTimeout();
            case SPIN_CPU -> spin("CPU", faulty(Fault.READY_BEFORE_RESET) ? Place.SET_READY : Place.RESET_SEMAPHORE);
            case RESET_SEMAPHORE -> resetSemaphore();
            case SET_READY -> setReady();
            case SPIN_IRQ -> spin("IRQ", Place.DO_ACTION);
            case DO_ACTION -> doAction(cpu);
            case WRITE_TEXT -> writeText(work.lateWrites, Place.WRITE_TEXT, Place.POST_ACTION);
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

    private boolean faulty(Fault fault) {
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
        work.taken = work.data;
        work.actionDone = false;
        if (maps.get()) {
            return Place.MASK_NMI;
        }
        work.taken.cpuMapsBusy(cpu);
        clearFlag(cpu);
        footprint.add(Variable.DO_WORK.written());
        work.doWork = false;
        return Place.LEAVE;
    }

    private Place maskNmi(int cpu) {
        if (!faulty(Fault.NMI_NOT_MASKED)) {
            footprint.add(Variable.NMI_CALLBACK.written());
            work.nmiFoundMasked = work.nmiMasked;
            work.nmiMasked = true;
        }
        work.cpus = faulty(Fault.NO_QUIESCE) ? 0 : maps.online() - 1;
        work.nextToCall = nextOther(cpu, 0);
        if (work.cpus == 0) {
            return Place.SET_TIMEOUT;
        }
        work.taken.callingOthers(cpu, work.cpus);
        return Place.SCHEDULE_TASKLETS;
    }

    private Place scheduleNextTasklet(int cpu) {
        call(cpu, work.nextToCall);
        work.nextToCall = nextOther(cpu, work.nextToCall + 1);
        return work.nextToCall < cpus.count() ? Place.SCHEDULE_TASKLETS : Place.SET_TIMEOUT;
    }

    private int nextOther(int cpu, int from) {
        int other = from;
        while (other < cpus.count() && (other == cpu || !maps.isOnline(other))) {
            other++;
        }
        return other;
    }

    private Place setTimeout() {
        footprint.add(Variable.DEADLINE.written());
        work.deadline = clock.now() + work.timeoutNs;
        work.expired = false;
        return Place.SPIN_CPU;
    }

    private Place spin(String phase, Place next) {
        footprint.add(Variable.SEMAPHORE.read());
        footprint.add(Variable.DEADLINE.read());
        if (work.semaphore == work.cpus) {
            return next;
        }
        if (!deadlinePassed()) {
            return phase.equals("CPU") ? Place.SPIN_CPU : Place.SPIN_IRQ;
        }
        work.taken.timedOut(phase, work.semaphore, work.cpus);
        boolean skipsUnmask = phase.equals("CPU")
                && (faulty(Fault.UNMASK_OMITTED) || profile.has(Feature.NMI_LEFT_MASKED_ON_TIMEOUT));
        return skipsUnmask ? Place.CLEAR_DO_WORK : Place.UNMASK_NMI;
    }

    private Place resetSemaphore() {
        footprint.add(Variable.SEMAPHORE.written());
        work.semaphore = 0;
        return faulty(Fault.READY_BEFORE_RESET) ? Place.SPIN_IRQ : Place.SET_READY;
    }

    private Place setReady() {
        footprint.add(Variable.READY.written());
        work.ready = true;
        return faulty(Fault.READY_BEFORE_RESET) ? Place.RESET_SEMAPHORE : Place.SPIN_IRQ;
    }

    private Place doAction(int cpu) {
        footprint.add(Variable.PAYLOADS.written());
        work.actedLate |= work.expired && work.semaphore != maps.online() - 1;
        work.taken.perform(cpu);
        work.actionDone = true;
        if (lagging) {
            hypervisor.text().waitingAt().forEach(address -> others(cpu, other -> letLag(other, address)));
        }
        int writes = hypervisor.text().waiting();
        work.lateWrites = faulty(Fault.ONE_BY_ONE) ? Math.max(0, writes - 1) : 0;
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
        if (!faulty(Fault.NO_FLUSH)) {
            footprint.add(Variable.fetchedBy(cpu, true));
            hypervisor.machine().cpu(cpu).catchUp();
        }
        return next;
    }

    private Place unmaskNmi() {
        footprint.add(Variable.NMI_CALLBACK.written());
        work.nmiMasked = work.nmiFoundMasked;
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
        PatchWork done = work.taken;
        work.taken = null;
        done.finished(cpu, work.actionDone);
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
        return work.hash(seed);
    }

    Checkpoint keep() {
        LivepatchWork then = work.copy();
        return () -> work = then.copy();
    }
}
