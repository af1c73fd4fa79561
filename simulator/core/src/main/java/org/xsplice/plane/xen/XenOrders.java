// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Register;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;
import org.xsplice.orders.Freedom;
import org.xsplice.orders.MemoryHash;
import org.xsplice.orders.Orders;
import org.xsplice.schedule.Variable;
import org.xsplice.schedule.VirtualClock;
import org.xsplice.state.Derived;
import org.xsplice.state.Fixed;
import org.xsplice.state.Flags;
import org.xsplice.state.StateHash;
import org.xsplice.time.Duration;

/**
 * Orders of events in Xen's own rendezvous. What its CPUs share, and a step of one ends at, is {@code livepatch_work} and
 * each CPU's {@code work_to_do}; whatever else {@code check_for_livepatch_work} touches is touched by the master alone.
 * Hypercalls are made on CPU 0, so none can be made while that is in the rendezvous; or, if they may be, on the first CPU that
 * sleeps.
 */
final class XenOrders implements Orders {
    /** How many instructions without an access to what is shared are one step at most. */
    private static final long LOCAL_STEP_MAX = 1_000_000;

    /** Longer than any timeout, which has 32 bits of nanoseconds. */
    private static final Duration PAST_EVERY_DEADLINE = Duration.ofSeconds(10);

    private final Hypervisor hypervisor;
    private final VirtualClock clock;
    private final XenCpus cpus;
    private final Freedom freedom;
    private final int count;
    /** CPUs whose last step has looked at the clock: they wait for a deadline. */
    private final Flags looked;
    /** CPUs whose deadline has passed since they came. */
    private final Flags expired;
    /** The hash of each page that there is at the start. */
    @Fixed
    private final Map<Long, Long> pagesAtStart = new TreeMap<>();

    private final long nmiCallbackAt;
    private final long nmiCallback;
    private final MemoryHash memoryHash;

    @Derived("takes what one step touches")
    private Footprint footprint = Footprint.NONE;

    /**
     * Takes the CPUs over.
     *
     * @throws IllegalArgumentException if anything but deadlines may happen beside the CPUs' steps
     * @throws UnknownBuildException if the image does not tell where it has what CPUs share
     */
    XenOrders(Hypervisor hypervisor, VirtualClock clock, XenCpus cpus, Freedom freedom) {
        if (freedom.nmis() > 0 || freedom.lag() || freedom.everyInstruction()) {
            throw new IllegalArgumentException("on this plane only deadlines may happen beside the CPUs' steps");
        }
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.cpus = cpus;
        this.freedom = freedom;
        count = hypervisor.machine().cpuCount();
        looked = hypervisor.state().flags("orders.looked", count, false);
        expired = hypervisor.state().flags("orders.expired", count, false);
        memoryHash = new MemoryHash(hypervisor.memory());
        cpus.handOver(this);
        BuildSymbols symbols = new BuildSymbols(hypervisor.image());
        Symbol work = symbols.requireSymbol("livepatch_work");
        for (int cpu = 0; cpu < count; cpu++) {
            Cpu watching = cpu(cpu);
            watching.countInstructions();
            watching.observe(access -> footprint.add(access));
            watching.watchData(work.address(), work.address() + work.size() - 1);
            for (int other = 0; other < count; other++) {
                long flag = symbols.requirePerCpu("work_to_do", other, hypervisor.memory());
                watching.watchData(flag, flag);
            }
        }
        nmiCallbackAt = symbols.require("nmi_callback");
        nmiCallback = hypervisor.memory().readLong(nmiCallbackAt);
        for (long page : hypervisor.memory().writtenPages()) {
            pagesAtStart.put(page, hashOf(page));
        }
    }

    private Cpu cpu(int cpu) {
        return hypervisor.machine().cpu(cpu);
    }

    /** Notes that somebody wakes a CPU. */
    void woken(int cpu) {
        footprint.add(Variable.wakeUpOf(cpu));
    }

    /** Notes that a CPU looks at the clock. */
    void looksAtClock(int cpu) {
        looked.set(cpu, true);
        footprint.add(Variable.DEADLINE.read());
    }

    @Override
    public List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        boolean canExpire = false;
        for (int cpu = 0; cpu < count; cpu++) {
            if (!cpus.sleeps(cpu) || cpus.isScheduled(cpu)) {
                choices.add(Choice.cpu(cpu));
            }
            canExpire |= looked.get(cpu) && !expired.get(cpu);
        }
        if (freedom.deadlines() && canExpire) {
            choices.add(new Choice(Choice.Kind.DEADLINE, 0));
        }
        return choices;
    }

    @Override
    public boolean takesHypercalls() {
        return cpus.sleeps(caller());
    }

    /** Returns the CPU on which the next hypercall is made. */
    int caller() {
        return freedom.anyCpu() ? cpus.firstAsleep() : 0;
    }

    @Override
    public Footprint take(Choice choice) {
        footprint = new Footprint();
        switch (choice.kind()) {
            case CPU -> step(choice.cpu());
            case DEADLINE -> expire();
            default -> throw new IllegalArgumentException("not on this plane: " + choice);
        }
        return noted();
    }

    private void step(int cpu) {
        if (cpus.sleeps(cpu)) {
            footprint.add(Variable.wakeUpOf(cpu));
            cpu(cpu).enableInterrupts();
        }
        looked.set(cpu, false);
        if (cpus.stepToWatched(cpu, LOCAL_STEP_MAX)) {
            footprint.add(Variable.wakeUpOf(cpu));
            looked.set(cpu, false);
            expired.set(cpu, false);
        }
    }

    private void expire() {
        footprint.add(Variable.DEADLINE.written());
        clock.advance(PAST_EVERY_DEADLINE);
        for (int cpu = 0; cpu < count; cpu++) {
            if (!cpus.sleeps(cpu)) {
                expired.set(cpu, true);
            }
        }
    }

    @Override
    public Footprint take(Runnable step) {
        footprint = new Footprint();
        footprint.addEverything();
        step.run();
        return noted();
    }

    @Override
    public Footprint takeAction(Runnable action) {
        return take(action);
    }

    @Override
    public Footprint takeHypercall(int cpu, Runnable hypercall) {
        return take(hypercall);
    }

    @Override
    public Footprint takeNothing(Runnable nothing) {
        footprint = new Footprint();
        nothing.run();
        return noted();
    }

    private Footprint noted() {
        Footprint noted = footprint;
        footprint = Footprint.NONE;
        return noted;
    }

    @Override
    public Footprint awaited(int cpu) {
        Footprint awaited = new Footprint();
        if (cpus.sleeps(cpu)) {
            awaited.add(Variable.wakeUpOf(cpu));
        }
        return awaited;
    }

    @Override
    public boolean executesGuest(int cpu) {
        return !cpus.sleeps(cpu);
    }

    @Override
    public boolean inRendezvous(int cpu) {
        return !cpus.sleeps(cpu);
    }

    @Override
    public boolean workOver() {
        return !cpus.busy();
    }

    @Override
    public boolean gathers() {
        return cpus.busy() && !freedom.deadlines();
    }

    @Override
    public boolean actedLate() {
        return false;
    }

    @Override
    public boolean atRest() {
        return !cpus.busy();
    }

    @Override
    public boolean nmiMasked() {
        return hypervisor.memory().readLong(nmiCallbackAt) != nmiCallback;
    }

    @Override
    public String placeOf(int cpu) {
        return cpus.isScheduled(cpu) ? "WAKING" : "HALTED";
    }

    @Override
    public Optional<String> spinsAt(int cpu) {
        return Optional.empty();
    }

    @Override
    public boolean interruptsOff(int cpu) {
        return !cpus.sleeps(cpu) && !cpu(cpu).interruptsEnabled();
    }

    /**
     * {@inheritDoc} It is over what the host remembers, all memory but stacks, of which the used part of CPUs that are awake counts, over their
     * registers, and over the clock.
     */
    @Override
    public long fingerprint() {
        StateHash hash = new StateHash();
        hash.add(clock.now().nanos());
        hash.add(hypervisor.state().hash());
        Memory memory = hypervisor.memory();
        long changed = 0;
        for (long page : memory.writtenPages()) {
            if (!hypervisor.isScratch(page)) {
                changed += hashOf(page) - pagesAtStart.getOrDefault(page, 0L);
            }
        }
        hash.add(changed);
        for (int cpu = 0; cpu < count; cpu++) {
            if (!cpus.sleeps(cpu)) {
                for (long value : cpu(cpu).save().values()) {
                    hash.add(value);
                }
                hash.add(cpu(cpu).hashOfOtherRegisters());
                long stack = cpu(cpu).get(Register.RSP);
                memoryHash.add(hash, stack, (int) ((stack | GuestLayout.STACK_SIZE - 1) + 1 - stack));
            }
        }
        return hash.value();
    }

    private long hashOf(long page) {
        StateHash hash = new StateHash();
        hash.add(page);
        memoryHash.add(hash, page, Memory.PAGE_SIZE);
        return hash.value();
    }
}
