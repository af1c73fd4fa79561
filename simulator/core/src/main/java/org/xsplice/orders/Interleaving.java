// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.CpuState;
import org.xsplice.machine.DataAccess;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;
import org.xsplice.machine.TextWindow;
import org.xsplice.schedule.CpuTable;
import org.xsplice.schedule.Place;
import org.xsplice.schedule.Rendezvous;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Variable;
import org.xsplice.state.Derived;
import org.xsplice.state.Flags;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.state.StateHash;

/**
 * The {@link Orders} of plane model: steps the CPUs of a {@link Scheduler} one by one, in an order that somebody else chooses.
 * A step goes up to and with the next access to what other CPUs can see: data of the guest, text that is being patched, or a
 * variable of the rendezvous. Time stands still; a deadline passes when that is chosen.
 *
 * <p>It takes a scheduler over when it is made: its rounds rest, writes of text are delayed so that each byte is a step, and
 * data that CPUs share is watched. A CPU in guest code runs to the next watched access and stops before it; it is
 * then poised. Its next step makes that access, and runs on to the one after. Instructions between cannot be seen
 * by other CPUs, so no order is lost; {@link Freedom} can ask for single instructions all the same. A CPU in the rendezvous
 * makes one step of it.
 *
 * <p>{@link #choices} says what can come next: a step of a CPU, an NMI, a lagging CPU that fetches again, the end of a CPU's way
 * online or offline, the deadline. Which of these there are is {@link Freedom}. {@link #take} does one and returns its {@link
 * Footprint}, from which a search knows which steps do not depend on each other.
 *
 * <p>{@link #fingerprint} covers all that decides what can come. Two things must be told for that once a payload is
 * uploaded: the text that it patches ({@link #watch}), and its data ({@link #watchData}, {@link #addToState}).
 * {@code ModelPlane.watchPayloads} does it.
 */
public final class Interleaving implements Orders {
    /** How many instructions without such an access are one step at most. */
    private static final long LOCAL_STEP_MAX = 100_000;

    /** Of the guest's CPUs: {@code STACK_SIZE}; aligned. */
    private static final long STACK_SIZE = 8192;

    private final Scheduler scheduler;
    private final Hypervisor hypervisor;
    private final CpuTable cpus;
    private final Rendezvous rendezvous;
    private final Freedom freedom;
    private final Witness witness;
    private final MemoryHash memoryHash;

    @Derived("the data that is watched, for good, with what it held when it was hashed last")
    private final Map<SharedData.Range, RangeHash> data = new TreeMap<>();

    @Derived("what else is hashed, for good, with what it held when it was hashed last")
    private final Map<SharedData.Range, RangeHash> unwatched = new TreeMap<>();

    @Derived("the text that is watched, for good")
    private final Set<TextWindow> windows = new LinkedHashSet<>();

    /** CPUs that are about to execute an instruction with such an access. */
    private final Flags poised;

    private final Num nmisLeft;

    @Derived("takes what one step touches")
    private Footprint footprint = new Footprint();

    /**
     * Takes a scheduler over: its time does not go on any more.
     *
     * @param witness learns what CPUs do
     * @throws IllegalArgumentException if the guest has no handler of NMIs though they may come
     */
    public Interleaving(Scheduler scheduler, Freedom freedom, Witness witness) {
        this.scheduler = scheduler;
        this.freedom = freedom;
        this.witness = witness;
        hypervisor = scheduler.hypervisor();
        cpus = scheduler.cpus();
        rendezvous = scheduler.rendezvous();
        if (freedom.nmis() > 0 && !scheduler.guest().handlesNmis()) {
            throw new IllegalArgumentException("this guest has no handler of NMIs: no function do_nmi");
        }
        HostState state = hypervisor.state();
        nmisLeft = state.number("orders.nmisLeft", freedom.nmis());
        poised = state.flags("orders.poised", cpus.count(), false);
        memoryHash = new MemoryHash(hypervisor.memory());
        rendezvous.stopTime();
        if (freedom.lag()) {
            rendezvous.letCpusLag();
        }
        hypervisor.text().delayWrites();
        for (int cpu = 0; cpu < cpus.count(); cpu++) {
            int id = cpu;
            cpu(cpu).countInstructions();
            cpu(cpu).observe(access -> observe(id, access));
        }
        SharedData.of(hypervisor.symbols()).forEach(this::watchData);
    }

    private Cpu cpu(int cpu) {
        return hypervisor.machine().cpu(cpu);
    }

    private void observe(int cpu, DataAccess access) {
        boolean patched = readWindowsAt(access.address());
        if (patched) {
            footprint.add(Variable.fetchedBy(cpu, false));
            footprint.add(Variable.passageOf(cpu));
            witness.executes(cpu, access.address(), access.size());
        } else {
            footprint.add(access);
        }
    }

    /** Notes that a CPU is in text that is patched; returns whether it is. */
    private boolean readWindowsAt(long address) {
        boolean any = false;
        for (TextWindow window : windows) {
            if (window.contains(address)) {
                footprint.add(window.read());
                any = true;
            }
        }
        return any;
    }

    /** Watches text that is going to be patched. */
    public void watch(TextWindow window) {
        if (windows.add(window)) {
            for (int cpu = 0; cpu < cpus.count(); cpu++) {
                cpu(cpu).watchCode(window.start(), window.end() - 1);
            }
        }
    }

    /** Watches data of a payload, as data of the guest is. */
    public void watchData(long start, long size) {
        if (size > 0) {
            watchData(new SharedData.Range(start, start + size));
        }
    }

    /** Makes data that guest code of the steps does not touch a part of the state. */
    public void addToState(long start, long size) {
        SharedData.Range range = new SharedData.Range(start, start + size);
        unwatched.computeIfAbsent(range, SharedData.Range::hash);
    }

    private void watchData(SharedData.Range range) {
        if (!data.containsKey(range)) {
            data.put(range, range.hash());
            for (int cpu = 0; cpu < cpus.count(); cpu++) {
                cpu(cpu).watchData(range.start(), range.end() - 1);
            }
        }
    }

    @Override
    public List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (int cpu = 0; cpu < cpus.count(); cpu++) {
            Place place = cpus.place(cpu);
            if (!place.sleeps() && (!place.inside() || rendezvous.canStep(cpu))) {
                choices.add(Choice.cpu(cpu));
            }
        }
        for (int cpu = 0; cpu < cpus.count(); cpu++) {
            if (nmisLeft.get() > 0 && cpus.place(cpu) != Place.OFFLINE) {
                choices.add(new Choice(Choice.Kind.NMI, cpu));
            }
            if (cpu(cpu).lags()) {
                choices.add(new Choice(Choice.Kind.FETCH, cpu));
            }
        }
        scheduler.plugging().ifPresent(cpu -> choices.add(new Choice(Choice.Kind.PLUG, cpu)));
        if (freedom.deadlines() && rendezvous.canExpire()) {
            choices.add(new Choice(Choice.Kind.DEADLINE, 0));
        }
        return choices;
    }

    @Override
    public boolean takesHypercalls() {
        return true;
    }

    @Override
    public Footprint take(Choice choice) {
        footprint = new Footprint();
        rendezvous.tell(footprint::add);
        int cpu = choice.cpu();
        switch (choice.kind()) {
            case CPU -> step(cpu);
            case NMI -> interrupt(cpu);
            case FETCH -> {
                footprint.add(Variable.fetchedBy(cpu, true));
                cpu(cpu).catchUp();
            }
            case PLUG -> {
                footprint.addEverything();
                scheduler.endPlugging();
            }
            case DEADLINE -> rendezvous.expire();
            case STEP -> throw new IllegalArgumentException("a scenario's steps are not done here");
        }
        return noted();
    }

    @Override
    public Footprint take(Runnable step) {
        return note(step, Footprint::addEverything);
    }

    @Override
    public Footprint takeAction(Runnable action) {
        return note(action, touched -> {
            touched.add(Variable.PAYLOADS.written());
            touched.add(Variable.DO_WORK.written());
            touched.add(Variable.SEMAPHORE.written());
            touched.add(Variable.READY.written());
            touched.add(Variable.CPU_MAPS.read());
            touched.add(scheduler.guest().flagOf(0));
            windows.forEach(window -> touched.add(window.read()));
        });
    }

    @Override
    public Footprint takeNothing(Runnable nothing) {
        return note(nothing, touched -> {});
    }

    @Override
    public Footprint takeHypercall(int cpu, Runnable hypercall) {
        return note(hypercall, touched -> {
            touched.add(scheduler.guest().mailboxOf(cpu));
            touched.add(Variable.wakeUpOf(cpu));
        });
    }

    private Footprint note(Runnable step, Consumer<Footprint> known) {
        footprint = new Footprint();
        known.accept(footprint);
        rendezvous.tell(footprint::add);
        step.run();
        return noted();
    }

    private Footprint noted() {
        rendezvous.tell(access -> {});
        Footprint noted = footprint;
        footprint = Footprint.NONE;
        return noted;
    }

    private void step(int cpu) {
        Place before = cpus.place(cpu);
        switch (before) {
            case GUEST -> execute(cpu);
            case WAKING -> cpus.enter(cpu, Place.CHECK_DO_WORK);
            default -> rendezvous.step(cpu);
        }
        boolean canBeInterrupted = before == Place.GUEST && rendezvous.interruptsAnywhere();
        if (canBeInterrupted || before == Place.GUEST != (cpus.place(cpu) == Place.GUEST)) {
            footprint.add(Variable.passageOf(cpu));
        }
    }

    /** Executes the instruction with the access that the CPU is poised to make, and on to the next one. */
    private void execute(int cpu) {
        Cpu runner = cpu(cpu);
        boolean single = freedom.everyInstruction() || poised.take(cpu);
        if (cpus.takeHasChecked(cpu)) {
            runner.passBreakpointOnce();
        }
        if (single) {
            stopped(cpu, hypervisor.run(runner, runner.get(Register.RIP), 1));
        }
        if (!freedom.everyInstruction() && cpus.place(cpu) == Place.GUEST) {
            stopped(cpu, hypervisor.runToWatched(runner, runner.get(Register.RIP), LOCAL_STEP_MAX));
        }
    }

    private void stopped(int cpu, Stop stop) {
        poised.set(cpu, stop instanceof Stop.Watched);
        if (poised.get(cpu)) {
            readWindowsAt(cpu(cpu).get(Register.RIP));
        }
        if (stop instanceof Stop.Halted) {
            footprint.add(Variable.wakeUpOf(cpu));
        }
        scheduler.stopped(cpu, stop);
    }

    private void interrupt(int cpu) {
        nmisLeft.add(-1);
        footprint.add(Variable.NMI_CALLBACK.written());
        footprint.add(Variable.fetchedBy(cpu, false));
        scheduler.nmi(cpu);
    }

    @Override
    public Footprint awaited(int cpu) {
        Footprint awaited = new Footprint();
        rendezvous.awaited(cpu).forEach(awaited::add);
        if (cpus.place(cpu).sleeps()) {
            awaited.add(Variable.wakeUpOf(cpu));
        }
        return awaited;
    }

    @Override
    public boolean executesGuest(int cpu) {
        return cpus.place(cpu) == Place.GUEST;
    }

    @Override
    public boolean inRendezvous(int cpu) {
        return cpus.place(cpu).inside();
    }

    @Override
    public boolean workOver() {
        return !rendezvous.pending() && cpus.allOutside();
    }

    @Override
    public boolean gathers() {
        return rendezvous.pending()
                && rendezvous.waitsForAll()
                && !freedom.deadlines()
                && scheduler.plugging().isEmpty();
    }

    @Override
    public boolean actedLate() {
        return rendezvous.actedLate();
    }

    @Override
    public boolean atRest() {
        return cpus.allAsleep() && !rendezvous.pending() && scheduler.plugging().isEmpty();
    }

    @Override
    public boolean nmiMasked() {
        return rendezvous.nmiMasked();
    }

    @Override
    public String placeOf(int cpu) {
        return cpus.place(cpu).name();
    }

    @Override
    public Optional<String> spinsAt(int cpu) {
        return Optional.of(cpus.place(cpu)).filter(Place::spins).map(Place::name);
    }

    @Override
    public boolean interruptsOff(int cpu) {
        Place place = cpus.place(cpu);
        return place.interruptsOff() || place == Place.GUEST && !cpu(cpu).interruptsEnabled();
    }

    /**
     * {@inheritDoc} It is over what the host remembers, shared data, the used part of the CPUs' stacks, their
     * registers, and text that is patched.
     */
    @Override
    public long fingerprint() {
        StateHash hash = new StateHash();
        hash.add(hypervisor.state().hash());
        Memory memory = hypervisor.memory();
        addContents(hash, data, memory);
        addContents(hash, unwatched, memory);
        for (TextWindow window : windows) {
            memoryHash.add(hash, window.start(), (int) (window.end() - window.start()));
        }
        for (int cpu = 0; cpu < cpus.count(); cpu++) {
            CpuState registers = cpu(cpu).save();
            for (long value : registers.values()) {
                hash.add(value);
            }
            if (scheduler.guest().booted()) {
                long stack = registers.get(Register.RSP);
                long top = (stack | STACK_SIZE - 1) + 1;
                memoryHash.add(hash, stack, (int) (top - stack));
            }
            hash.add(cpu(cpu).hashOfOtherRegisters());
            hash.add(cpu(cpu).lags() ? 1 : 0);
            if (cpu(cpu).lags()) {
                addSeen(hash, cpu(cpu));
            }
        }
        return hash.value();
    }

    private static void addContents(StateHash hash, Map<SharedData.Range, RangeHash> ranges, Memory memory) {
        for (RangeHash content : ranges.values()) {
            if (content.isMapped(memory)) {
                hash.add(content.of(memory));
            }
        }
    }

    private void addSeen(StateHash hash, Cpu lagging) {
        for (TextWindow window : windows) {
            for (byte seen : lagging.see(window.start(), (int) (window.end() - window.start()))) {
                hash.add(seen);
            }
        }
    }
}
