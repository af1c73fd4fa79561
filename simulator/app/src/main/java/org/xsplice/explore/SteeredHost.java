// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.event.EventLog;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.GuestText;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.VirtualRegion;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Register;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;
import org.xsplice.orders.Orders;
import org.xsplice.payload.PatchSite;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.SteeredPlane;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.expect.ExpectationResult;
import org.xsplice.scenario.run.Steering;
import org.xsplice.scenario.run.SteppedScenario;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Effect;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.Reply;
import org.xsplice.state.StateHash;

/**
 * A host on which somebody chooses what comes next: a step of a CPU, the next step of the scenario, or whatever else may
 * happen. After each choice all properties are looked at; the first {@link Violation} stays.
 *
 * <p>It joins three things: {@link Orders}, which step the CPUs; {@link SteppedScenario}, which does the steps of the scenario
 * and compares expectations; and {@link Properties}. A step of the scenario is a choice like others. It begins when it is
 * chosen, and ends some choices later when what it waits for has come; only then can the next one begin.
 *
 * <p>{@link Explorer} uses it in a search, and {@link Replay} to show one order to a person, then with every event and the
 * scene of the violation. {@link #keep} covers the host and everything that is remembered here: how things stand, the
 * memory of each property, the position in the scenario. What is remembered must be put into {@code remembered} for that.
 */
final class SteeredHost implements AutoCloseable {
    private static final Choice STEP = new Choice(Choice.Kind.STEP, 0);
    private static final String DIED = "the hypervisor dies";
    private static final String NOT_EMULATED = "all code is emulated";

    /** Whether somebody will read what happens. */
    private final boolean tells;

    private final History history;
    private final SteeredPlane plane;
    private final Disassembler disassembler;
    private final SteppedScenario steps;
    private final Orders orders;
    private final List<Property> properties = Properties.all();
    private final Remembered<Standing> standing = new Remembered<>(Standing.AT_THE_START);
    private final List<Remembered<?>> remembered = new ArrayList<>(List.of(standing));

    /** Whether the step that began last has come to its end with the last choice. */
    private boolean stepEnds;

    /** How many instructions the guest has executed in the last choice. */
    private long executed;

    /**
     * How things stand, as far as no other part knows it.
     *
     * @param sites what applying the loaded payloads changes
     * @param accepted payloads whose last action was accepted
     * @param ended whether the step that began last is over, and its expectations have been looked at
     * @param violation the first one
     * @param scene where each CPU stood at the violation, and what text it found there, in lines
     */
    private record Standing(
            List<PatchSite> sites,
            SortedSet<String> accepted,
            boolean ended,
            Optional<Violation> violation,
            List<String> scene) {
        static final Standing AT_THE_START =
                new Standing(List.of(), Collections.emptySortedSet(), true, Optional.empty(), List.of());

        Standing begun(List<PatchSite> sitesNow, SortedSet<String> acceptedNow) {
            return new Standing(sitesNow, acceptedNow, false, violation, scene);
        }

        Standing over() {
            return new Standing(sites, accepted, true, violation, scene);
        }

        Standing violated(Violation first, List<String> then) {
            return new Standing(sites, accepted, ended, Optional.of(first), then);
        }
    }

    /**
     * Boots it.
     *
     * @param everyEvent whether all events are kept, not only what is expected of, and a violation has its scene
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    SteeredHost(Scenario scenario, boolean everyEvent) {
        tells = everyEvent;
        history = new History(!everyEvent);
        plane = Steering.boot(scenario, history);
        disassembler = new CapstoneDisassembler();
        steps = new SteppedScenario(scenario, plane, history.log(), disassembler);
        orders = plane.orders(scenario.freedom(), this::executes);
        properties.forEach(property -> remembered.addAll(property.remembers()));
        watchTextOfUploads(scenario);
    }

    /** Watches what payloads are going to patch from the start, so that a state does not depend on the way to it. */
    private void watchTextOfUploads(Scenario scenario) {
        Checkpoint start = keep();
        scenario.steps().stream()
                .map(Step::operation)
                .filter(operation -> operation.effect() instanceof Effect.Loads)
                .forEach(upload -> upload.begin(plane));
        plane.watchPayloads();
        start.putBack();
    }

    private void executes(int cpu, long address, int length) {
        for (Property property : properties) {
            property.executes(this, cpu, address, length)
                    .ifPresent(what -> violated(property.name(), what, () -> Scene.of(this, cpu, address)));
        }
    }

    private void violated(String property, String what) {
        violated(property, what, () -> Scene.of(this));
    }

    private void violated(String property, String what, Supplier<List<String>> then) {
        if (violation().isEmpty()) {
            standing.set(standing.get().violated(new Violation(property, what), tells ? then.get() : List.of()));
        }
    }

    /** Returns what can come next, in a fixed order. */
    List<Choice> choices() {
        List<Choice> choices = new ArrayList<>(orders.choices());
        if (stepCanBegin()) {
            choices.add(STEP);
        }
        return choices;
    }

    private boolean stepCanBegin() {
        return ended()
                && steps.hasNext()
                && orders.takesHypercalls()
                && mailboxFree(steps.next().operation());
    }

    private boolean mailboxFree(Operation operation) {
        return !(operation.effect() instanceof Effect.Calls calls) || !hypercallPending(calls.cpu());
    }

    /**
     * Does what has been chosen, and looks at all properties.
     *
     * @param choice one of {@link #choices}
     * @return what it has touched
     */
    Footprint take(Choice choice) {
        Footprint touched;
        long before = instructions();
        stepEnds = false;
        try {
            touched = choice.equals(STEP) ? takeStep() : orders.take(choice);
            executed = instructions() - before;
            if (!ended() && (!steps.waits() || waitIsOver())) {
                standing.set(standing.get().over());
                stepEnds = true;
                touched = steps.looksBeyondPayloads() ? Footprint.ofEverything() : touched;
            }
            for (Property property : properties) {
                property.after(this, choice, touched).ifPresent(what -> violated(property.name(), what));
            }
            if (stepEnds) {
                lookAtExpectations();
            }
        } catch (HypervisorDiedException e) {
            died(e.death());
            touched = orders.take(() -> {});
            executed = instructions() - before;
        }
        return touched;
    }

    private Footprint takeStep() {
        Effect effect = steps.next().operation().effect();
        if (effect instanceof Effect.Schedules) {
            return orders.takeAction(this::begin);
        }
        if (effect instanceof Effect.Calls calls) {
            return orders.takeHypercall(calls.cpu(), this::begin);
        }
        return effect instanceof Effect.Passes ? orders.takeNothing(this::begin) : orders.take(this::begin);
    }

    private void begin() {
        Reply reply = steps.begin();
        if (reply.outcome() instanceof Outcome.Died died) {
            died(died.death());
        }
        standing.set(standing.get().begun(plane.sites(), acceptedAfter(reply)));
        plane.watchPayloads();
    }

    private void died(Death death) {
        violated(death.notEmulated() ? NOT_EMULATED : DIED, death.summary());
    }

    private SortedSet<String> acceptedAfter(Reply reply) {
        SortedSet<String> names = new TreeSet<>(accepted());
        if (steps.step().operation() instanceof Action action) {
            if (reply.accepted()) {
                names.add(action.name());
            } else {
                names.remove(action.name());
            }
        }
        return names;
    }

    private boolean waitIsOver() {
        return steps.step().operation().effect() instanceof Effect.Passes ? orders.atRest() : orders.workOver();
    }

    private void lookAtExpectations() {
        for (ExpectationResult check : steps.end()) {
            if (!check.met()) {
                StringBuilder difference = new StringBuilder(check.place() + ": " + check.subject());
                check.diff().forEach(line -> difference.append("; ").append(line));
                violated("expectation", difference.toString());
            }
        }
    }

    /** Returns the first violation on the way here. */
    Optional<Violation> violation() {
        return standing.get().violation();
    }

    /** Returns where each CPU stood at the violation, and what text it found there, in lines. */
    List<String> scene() {
        return standing.get().scene();
    }

    private boolean ended() {
        return standing.get().ended();
    }

    /** Returns whether a step of the scenario has come to its end with the last choice. */
    boolean stepEnds() {
        return stepEnds;
    }

    /** Returns whether all steps are over, and all CPUs sleep. */
    boolean over() {
        return ended() && !steps.hasNext() && orders.atRest();
    }

    /** Returns how many further steps of the scenario may begin before this CPU, which is awake, has moved. */
    int stepsThatMayComeBefore(int cpu) {
        if (!ended() && waitsFor(cpu)) {
            return 0;
        }
        int further = 0;
        for (Step step : steps.left()) {
            further++;
            if (step.operation().effect() instanceof Effect.Passes) {
                break;
            }
        }
        return further;
    }

    /** Returns whether what the present step waits for cannot come before this CPU has moved. */
    private boolean waitsFor(int cpu) {
        return steps.step().operation().effect() instanceof Effect.Passes
                || orders.inRendezvous(cpu)
                || orders.gathers();
    }

    /** Returns how many steps have begun. */
    int stepsBegun() {
        return steps.begun();
    }

    SteppedScenario steps() {
        return steps;
    }

    Orders orders() {
        return orders;
    }

    EventLog log() {
        return history.log();
    }

    /** Returns how many instructions the guest has executed in the last choice. */
    long executed() {
        return executed;
    }

    private long instructions() {
        long sum = 0;
        for (int cpu = 0; cpu < cpus(); cpu++) {
            sum += cpu(cpu).instructions();
        }
        return sum;
    }

    int cpus() {
        return plane.hypervisor().machine().cpuCount();
    }

    Cpu cpu(int cpu) {
        return plane.hypervisor().machine().cpu(cpu);
    }

    Memory memory() {
        return plane.hypervisor().memory();
    }

    GuestText text() {
        return plane.hypervisor().text();
    }

    List<PatchSite> sites() {
        return standing.get().sites();
    }

    List<PayloadStatus> payloads() {
        return plane.loaded();
    }

    /** Returns those of the sites that are patched as things stand. */
    List<PatchSite> sitesInForce() {
        return plane.sitesInForce();
    }

    SortedSet<String> accepted() {
        return standing.get().accepted();
    }

    boolean textIsOriginal() {
        return steps.textIsOriginal();
    }

    Disassembler disassembler() {
        return disassembler;
    }

    /** Names the place where a CPU stands: in the guest's code, or in the rendezvous. */
    String standsAt(int cpu) {
        return orders.executesGuest(cpu) ? nameOf(cpu(cpu).get(Register.RIP)) : orders.placeOf(cpu);
    }

    /** Names an address of text as people do. */
    String nameOf(long address) {
        Optional<VirtualRegion> region = plane.hypervisor().regions().find(address);
        return region.flatMap(r -> r.symbols().covering(address))
                .map(symbol -> symbol.name()
                        + (address == symbol.address() ? "" : "+0x" + Long.toHexString(address - symbol.address()))
                        + (region.get().owner().isEmpty()
                                ? ""
                                : " of " + region.get().owner()))
                .orElse(format("%016x, where there is no code", address));
    }

    private boolean hypercallPending(int cpu) {
        return plane.virtualCpus().map(cpus -> cpus.pending(cpu)).orElse(false);
    }

    /** Returns a hash of all that decides what can come; see {@link Orders#fingerprint}. */
    long fingerprint() {
        StateHash hash = new StateHash();
        hash.add(orders.fingerprint());
        hash.add(steps.hash());
        for (Remembered<?> part : remembered) {
            hash.add(part.hash());
        }
        return hash.value();
    }

    /** Keeps the host as it stands now. */
    Checkpoint keep() {
        List<Checkpoint> parts = new ArrayList<>(List.of(plane.keep(), steps.keep(), history.keep()));
        remembered.forEach(part -> parts.add(part.keep()));
        return Checkpoint.all(parts.toArray(Checkpoint[]::new));
    }

    @Override
    public void close() {
        disassembler.close();
        plane.close();
    }
}
