// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.xsplice.event.EventData;
import org.xsplice.event.InterruptKind;
import org.xsplice.event.LateCpu;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.DataAccess;
import org.xsplice.machine.Register;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;
import org.xsplice.state.Derived;
import org.xsplice.state.Flag;
import org.xsplice.state.HostState;
import org.xsplice.state.Ref;
import org.xsplice.time.Duration;

/**
 * The rendezvous: how all CPUs are made to stand still for an action, and how they go on afterwards. Models
 * check_for_livepatch_work and the functions that it calls (xen/common/livepatch.c), access by access.
 *
 * <p>Each online CPU stands at a {@link Place}. {@link #step} takes one CPU from its place to the next one: one access to
 * a variable that other CPUs see, and what belongs to it. {@link #canStep} says whether the CPU can go on, or would only
 * spin. This class never decides who goes next: {@link Rounds} does that by a strategy, {@code orders.Interleaving} by the
 * choices of a search.
 *
 * <p>The way of an action:
 * <ol>
 * <li>{@link #schedule} notes the work, and calls the CPU that made the hypercall: its tasklet, or in 2016 its flag.
 * <li>The first CPU that comes to CHECK_DO_WORK and raises the semaphore from -1 to 0 becomes the master. It takes the lock
 * of the CPU maps, masks NMIs, and calls the other CPUs.
 * <li>The master spins at SPIN_CPU until each other CPU has raised the semaphore. It then sets {@code ready}, and spins at
 * SPIN_IRQ until each has raised it again, with its interrupts off. One deadline holds for both phases.
 * <li>The master performs the {@link PatchWork} at DO_ACTION. The text is written in one go there, or byte by byte
 * afterwards where a search wants to see the CPUs meet half-written text.
 * <li>The master unmasks NMIs and clears {@code do_work}. The others, which wait at SPIN_DONE, serialize and leave.
 * </ol>
 *
 * <p>If the deadline passes first, the master tells which CPUs are late, drops the action, and ends as in the last step.
 * Where the lock of the CPU maps is taken, the master gives the work up at once.
 *
 * <p>The variables are cells of the {@code HostState}, so that a host can be kept between any two steps. Whoever wants to
 * know what a step touches asks by {@link #tell}. {@link ProtocolFault}s change single steps of this way, to show what each
 * step is good for.
 */
public final class Rendezvous {
    /** In RFLAGS. */
    private static final long INTERRUPT_FLAG = 1 << 9;

    private final Hypervisor hypervisor;
    private final Profile profile;
    private final VirtualClock clock;
    private final GuestCpus guest;
    private final CpuTable cpus;
    private final CpuMaps maps;

    @Derived("takes what one step touches")
    private Consumer<DataAccess> touched = access -> {};

    private final LivepatchWork work;
    /** By CPU. */
    private final Ref<SortedMap<Integer, Master>> masters;

    private final Ref<Set<ProtocolFault>> faults;
    private final Flag timeless;
    private final Flag lagging;

    Rendezvous(
            Hypervisor hypervisor, Profile profile, VirtualClock clock, GuestCpus guest, CpuTable cpus, CpuMaps maps) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.clock = clock;
        this.guest = guest;
        this.cpus = cpus;
        this.maps = maps;
        HostState state = hypervisor.state();
        work = new LivepatchWork(state);
        masters = state.value("rendezvous.masters", new TreeMap<>());
        faults = state.value("rendezvous.faults", Set.of());
        timeless = state.flag("rendezvous.timeless", false);
        lagging = state.flag("rendezvous.lagging", false);
    }

    private Master master(int cpu) {
        return masters.get().get(cpu);
    }

    private void setMaster(int cpu, Master master) {
        SortedMap<Integer, Master> changed = new TreeMap<>(masters.get());
        changed.put(cpu, master);
        masters.set(changed);
    }

    private Master removeMaster(int cpu) {
        SortedMap<Integer, Master> changed = new TreeMap<>(masters.get());
        Master removed = changed.remove(cpu);
        masters.set(changed);
        return removed;
    }

    /** Sets who learns what is touched. */
    public void tell(Consumer<DataAccess> observer) {
        touched = observer;
    }

    /** Switches these protocol faults on, and all others off. */
    void switchOn(Set<ProtocolFault> wanted) {
        faults.set(wanted.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(wanted)));
    }

    /** Makes deadlines pass only by {@link #expire}. */
    public void stopTime() {
        timeless.set(true);
    }

    /** Makes the other CPUs execute what they fetched before the patching, until they serialize. */
    public void letCpusLag() {
        lagging.set(true);
    }

    public boolean pending() {
        return work.doWork.get();
    }

    public int semaphore() {
        return work.semaphore.getInt();
    }

    public boolean nmiMasked() {
        touched.accept(Variable.NMI_CALLBACK.read());
        return work.nmiMasked.get();
    }

    /** Models the second half of {@code schedule_work}; returns false where other work is pending. */
    boolean schedule(int cpu, PatchWork data, Duration timeout) {
        if (work.doWork.get()) {
            return false;
        }
        work.data.set(Optional.of(data));
        work.timeout.set(timeout.nanos());
        work.semaphore.set(-1);
        work.ready.set(false);
        work.doWork.set(true);
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
        touched.accept(Variable.wakeUpOf(cpu));
        hypervisor.emit(fromCpu, new EventData.InterruptSent(cpu, kind()));
        cpus.call(fromCpu, cpu);
        if (interruptsAnywhere()) {
            touched.accept(Variable.passageOf(cpu));
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
    public boolean canExpire() {
        return waiting().anyMatch(cpu -> !master(cpu).expired());
    }

    private IntStream waiting() {
        return IntStream.range(0, cpus.count()).filter(this::waits);
    }

    private boolean waits(int cpu) {
        return cpus.place(cpu) == Place.SPIN_CPU || cpus.place(cpu) == Place.SPIN_IRQ;
    }

    /** Returns whether CPUs that are called leave guest code at once, wherever they are. */
    public boolean interruptsAnywhere() {
        return faulty(ProtocolFault.CHECK_ANYWHERE);
    }

    /** Returns whether the master waits for all CPUs. */
    public boolean waitsForAll() {
        return !faulty(ProtocolFault.NO_QUIESCE);
    }

    /** Returns whether a master has acted after its deadline, though not all CPUs had come. */
    public boolean actedLate() {
        return work.actedLate.get();
    }

    /** Returns the accesses that a CPU repeats until it can go on. */
    public List<DataAccess> awaited(int cpu) {
        return switch (cpus.place(cpu)) {
            case SPIN_CPU, SPIN_IRQ -> List.of(Variable.SEMAPHORE.read(), Variable.DEADLINE.read());
            case SPIN_READY -> List.of(Variable.READY.read(), Variable.DO_WORK.read());
            case SPIN_DONE -> List.of(Variable.DO_WORK.read());
            default -> List.of();
        };
    }

    /** Lets the deadline pass. */
    public void expire() {
        touched.accept(Variable.DEADLINE.written());
        waiting().forEach(cpu -> setMaster(cpu, master(cpu).expire()));
    }

    /** Returns whether a CPU is a master whose deadline passes with its first look at the clock. */
    boolean isLate(int cpu) {
        return waits(cpu) && deadlinePassed(master(cpu));
    }

    /** A CPU that spins looks at the clock, and by then time has passed. */
    private boolean deadlinePassed(Master master) {
        return master.expired()
                || !timeless.get() && !clock.now().plus(VirtualClock.LOOK).isBefore(master.deadline());
    }

    /** Returns whether a CPU in the rendezvous can go on: it does not spin, or what it waits for has come. */
    public boolean canStep(int cpu) {
        return switch (cpus.place(cpu)) {
            case SPIN_CPU, SPIN_IRQ -> allCame(master(cpu)) || deadlinePassed(master(cpu));
            case SPIN_READY -> !work.doWork.get() || work.ready.get();
            case SPIN_DONE -> !work.doWork.get();
            default -> true;
        };
    }

    /** Takes a CPU in the rendezvous to its next place. */
    public void step(int cpu) {
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
            case WRITE_TEXT -> writeText(master(cpu).lateWrites(), Place.WRITE_TEXT, Place.POST_ACTION);
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
        return faults.get().contains(fault);
    }

    private boolean readDoWork() {
        touched.accept(Variable.DO_WORK.read());
        return work.doWork.get();
    }

    private long increment() {
        touched.accept(Variable.SEMAPHORE.written());
        return work.semaphore.add(1);
    }

    private Place getCpuMaps(int cpu) {
        touched.accept(Variable.CPU_MAPS.written());
        if (maps.get()) {
            setMaster(cpu, Master.of(work.data.get().orElseThrow()));
            return Place.MASK_NMI;
        }
        work.data.get().orElseThrow().cpuMapsBusy(cpu);
        clearFlag(cpu);
        touched.accept(Variable.DO_WORK.written());
        work.doWork.set(false);
        return Place.LEAVE;
    }

    private Place maskNmi(int cpu) {
        if (!faulty(ProtocolFault.NMI_NOT_MASKED)) {
            touched.accept(Variable.NMI_CALLBACK.written());
            work.savedNmiMasked.set(work.nmiMasked.get());
            work.nmiMasked.set(true);
        }
        int others = faulty(ProtocolFault.NO_QUIESCE) ? 0 : maps.online() - 1;
        setMaster(cpu, master(cpu).waitingFor(others).calling(nextOther(cpu, 0)));
        if (others == 0) {
            return Place.SET_TIMEOUT;
        }
        master(cpu).work().callingOthers(cpu, others);
        return Place.SCHEDULE_TASKLETS;
    }

    private Place scheduleNextTasklet(int cpu) {
        int called = master(cpu).nextToCall();
        call(cpu, called);
        int next = nextOther(cpu, called + 1);
        setMaster(cpu, master(cpu).calling(next));
        return next < cpus.count() ? Place.SCHEDULE_TASKLETS : Place.SET_TIMEOUT;
    }

    private int nextOther(int cpu, int from) {
        int other = from;
        while (other < cpus.count() && (other == cpu || !maps.isOnline(other))) {
            other++;
        }
        return other;
    }

    private Place setTimeout(int cpu) {
        touched.accept(Variable.DEADLINE.written());
        setMaster(cpu, master(cpu).until(clock.now().plus(Duration.ofNanos(work.timeout.get()))));
        return Place.SPIN_CPU;
    }

    private Place spin(int cpu, String phase, Place next) {
        Master master = master(cpu);
        touched.accept(Variable.SEMAPHORE.read());
        touched.accept(Variable.DEADLINE.read());
        if (allCame(master)) {
            return next;
        }
        if (!deadlinePassed(master)) {
            return phase.equals("CPU") ? Place.SPIN_CPU : Place.SPIN_IRQ;
        }
        master.work().timedOut(phase, semaphore(), master.cpus());
        hypervisor.emit(cpu, new EventData.RendezvousTimedOut(phase, lateCpus(cpu, phase)));
        boolean skipsUnmask = phase.equals("CPU")
                && (faulty(ProtocolFault.UNMASK_OMITTED) || profile.has(Feature.NMI_LEFT_MASKED_ON_TIMEOUT));
        return skipsUnmask ? Place.CLEAR_DO_WORK : Place.UNMASK_NMI;
    }

    /** Returns which CPUs had not come, or not switched interrupts off, and where each is. */
    private List<LateCpu> lateCpus(int masterCpu, String phase) {
        Set<Place> inTime = phase.equals("CPU")
                ? EnumSet.of(Place.SPIN_READY, Place.SIGNAL, Place.SPIN_DONE)
                : EnumSet.of(Place.SPIN_DONE);
        return IntStream.range(0, cpus.count())
                .filter(cpu -> cpu != masterCpu && maps.isOnline(cpu) && !inTime.contains(cpus.place(cpu)))
                .mapToObj(this::lateCpu)
                .toList();
    }

    private LateCpu lateCpu(int cpu) {
        Place place = cpus.place(cpu);
        boolean executes = place == Place.GUEST;
        Cpu state = hypervisor.machine().cpu(cpu);
        String at = executes ? hypervisor.regions().describe(state.get(Register.RIP)) : "";
        boolean interruptsOn = executes ? (state.get(Register.RFLAGS) & INTERRUPT_FLAG) != 0 : !place.interruptsOff();
        return new LateCpu(cpu, place.phase(), at, interruptsOn);
    }

    private Place resetSemaphore() {
        touched.accept(Variable.SEMAPHORE.written());
        work.semaphore.set(0);
        return faulty(ProtocolFault.READY_BEFORE_RESET) ? Place.SPIN_IRQ : Place.SET_READY;
    }

    private Place setReady() {
        touched.accept(Variable.READY.written());
        work.ready.set(true);
        return faulty(ProtocolFault.READY_BEFORE_RESET) ? Place.RESET_SEMAPHORE : Place.SPIN_IRQ;
    }

    private Place doAction(int cpu) {
        Master master = master(cpu);
        touched.accept(Variable.PAYLOADS.written());
        if (master.expired() && semaphore() != maps.online() - 1) {
            work.actedLate.set(true);
        }
        master.work().perform(cpu);
        if (lagging.get()) {
            hypervisor.text().waitingAt().forEach(address -> others(cpu, other -> letLag(other, address)));
        }
        int writes = hypervisor.text().waiting();
        setMaster(cpu, master.acted(faulty(ProtocolFault.ONE_BY_ONE) ? Math.max(0, writes - 1) : 0));
        return writes == 0 ? Place.POST_ACTION : Place.WRITE_TEXT;
    }

    private void letLag(Cpu cpu, long address) {
        touched.accept(Variable.fetchedBy(cpu.id(), true));
        cpu.lag(address);
    }

    private void others(int cpu, Consumer<Cpu> action) {
        for (int other = 0; other < cpus.count(); other++) {
            if (other != cpu) {
                action.accept(hypervisor.machine().cpu(other));
            }
        }
    }

    /** Writes one byte, until this many writes are left. */
    private Place writeText(int left, Place here, Place next) {
        touched.accept(hypervisor.text().writeByte());
        return hypervisor.text().waiting() > left ? here : next;
    }

    /** Models {@code arch_livepatch_post_action}: the CPU serializes. */
    private Place postAction(int cpu, Place next) {
        if (!faulty(ProtocolFault.NO_FLUSH)) {
            touched.accept(Variable.fetchedBy(cpu, true));
            hypervisor.machine().cpu(cpu).catchUp();
        }
        return next;
    }

    /** Models {@code arch_livepatch_unmask} (xen/arch/x86/livepatch.c). */
    private Place unmaskNmi() {
        touched.accept(Variable.NMI_CALLBACK.written());
        work.nmiMasked.set(work.savedNmiMasked.get());
        return Place.CLEAR_DO_WORK;
    }

    private Place clearDoWork(int cpu) {
        clearFlag(cpu);
        touched.accept(Variable.DO_WORK.written());
        work.doWork.set(false);
        return hypervisor.text().waiting() > 0 ? Place.WRITE_LATE : Place.PUT_CPU_MAPS;
    }

    private Place putCpuMaps(int cpu) {
        touched.accept(Variable.CPU_MAPS.written());
        touched.accept(Variable.PAYLOADS.written());
        maps.put();
        Master done = removeMaster(cpu);
        done.work().finished(cpu, done.actionDone());
        return Place.GUEST;
    }

    private Place spinReady() {
        touched.accept(Variable.READY.read());
        return !readDoWork() || work.ready.get() ? Place.SIGNAL : Place.SPIN_READY;
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
        touched.accept(guest.flagOf(cpu));
        guest.clearWorkToDo(cpu);
    }

    /** Returns whether the semaphore tells a master that all others are where it waits for them. */
    private boolean allCame(Master master) {
        return semaphore() == master.cpus();
    }
}
