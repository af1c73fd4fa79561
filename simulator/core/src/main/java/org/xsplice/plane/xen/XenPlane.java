// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.coverage.Coverage;
import org.xsplice.coverage.Trail;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;
import org.xsplice.event.PayloadState;
import org.xsplice.hypervisor.BootedImage;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.InstructionCount;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.unicorn.UnicornMachine;
import org.xsplice.orders.Freedom;
import org.xsplice.orders.Orders;
import org.xsplice.orders.Witness;
import org.xsplice.payload.PatchSite;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.GetReply;
import org.xsplice.plane.Life;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.SteeredPlane;
import org.xsplice.plane.SysctlCall;
import org.xsplice.plane.Trouble;
import org.xsplice.plane.VirtualCpus;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Goal;
import org.xsplice.schedule.Strategy;
import org.xsplice.schedule.VirtualClock;
import org.xsplice.state.Derived;
import org.xsplice.state.HostState;
import org.xsplice.state.Ref;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * A host whose live patching is Xen's own code: the functions of the image, executed as they are. It decides; it does not say
 * why. So it is the judge of plane model.
 *
 * <p>The image is not booted as a machine would boot it. Its running state is built: memory, tables, the structures that
 * live patching reads, in places that {@link LayoutFinder} reads off the code and {@link LayoutProbe} tries out. An image for which
 * that fails is an {@link UnknownBuildException}.
 *
 * <p>A call of {@link org.xsplice.plane.ControlPlane} becomes a call of livepatch_op with a struct in guest memory ({@link
 * SysctlOp}). What Xen's code needs from the rest of the hypervisor (allocation, page tables, tasklets, the
 * clock) is done by {@link Stubs}. When time passes, {@link XenCpus} execute the rendezvous of the image.
 *
 * <p>The guest's code emits no events. So this class asks for the list of payloads after each operation, and tells what has
 * changed. {@link #explain} makes it follow which instructions decide; {@link #decision} then names the one that mattered.
 */
public final class XenPlane implements SteeredPlane {
    private static final int LIST_MAX = 1024;

    private final Runnable closing;
    private final Hypervisor hypervisor;
    private final VirtualClock clock;
    private final Life life;
    private final XenCpus cpus;
    private final Stubs stubs;
    private final Troubles troubles;
    private final SysctlOp op;
    private final SymbolsLookup names;
    private final long printAll;
    private final RegionReader regions;
    private final Ref<SortedMap<String, PayloadStatus>> known;
    private final Ref<String> decision;

    @Derived("there for good, once it is asked for")
    private Optional<Trail> trail = Optional.empty();

    /**
     * Builds a host's running state on a machine of its own.
     *
     * @param profile tells the processor; what the code does, the code knows
     * @param cpuCount 1 to {@link UnicornMachine#MAX_CPUS}
     * @param quantum instructions of a turn
     * @throws UnknownBuildException if this image's code cannot be run so
     */
    public XenPlane(
            HypervisorImage image, Profile profile, int cpuCount, Strategy strategy, int quantum, EventSink events) {
        this(image, profile, cpuCount, strategy, quantum, Optional.empty(), events);
    }

    /**
     * Builds a host's running state on a machine of its own, and counts what is executed of the live-patching functions.
     *
     * @param coverage counts; it costs time
     * @throws UnknownBuildException if this image's code cannot be run so
     */
    public XenPlane(
            HypervisorImage image,
            Profile profile,
            int cpuCount,
            Strategy strategy,
            int quantum,
            Optional<Coverage> coverage,
            EventSink events) {
        this(bootImage(image, profile, cpuCount, coverage), true, strategy, quantum, events);
    }

    /**
     * Makes a host of an image that is just after its boot; {@link #close} leaves that open.
     *
     * @param booted as {@link #bootImage} does it
     * @throws UnknownBuildException if this image's code cannot be run so
     */
    public XenPlane(BootedImage booted, Strategy strategy, int quantum, EventSink events) {
        this(booted, false, strategy, quantum, events);
    }

    private XenPlane(BootedImage booted, boolean own, Strategy strategy, int quantum, EventSink events) {
        closing = own ? booted::close : () -> {};
        try {
            HostState state = new HostState();
            clock = new VirtualClock(state);
            hypervisor = new Hypervisor(booted, state, events, clock::now);
            life = new Life(hypervisor);
            known = state.value("plane.known", new TreeMap<>());
            decision = state.value("plane.decision", "");
            BuildSymbols symbols = new BuildSymbols(hypervisor.image());
            cpus = new XenCpus(hypervisor, clock, strategy, quantum);
            stubs = new Stubs(hypervisor, cpus);
            stubs.install();
            troubles = new Troubles(hypervisor);
            op = new SysctlOp(hypervisor, hypervisor.heap().allocate(1), cpus::caller);
            names = new SymbolsLookup(hypervisor);
            printAll = symbols.require("livepatch_printall");
            regions = new RegionReader(hypervisor);
            regions.begin();
            LayoutProbe probe = new LayoutProbe(hypervisor);
            probe.look(op);
            probe.wake(hypervisor.machine().cpuCount() - 1);
        } catch (RuntimeException e) {
            closing.run();
            throw e;
        }
    }

    /**
     * Boots an image for this plane.
     *
     * @throws UnknownBuildException if it cannot be found out where this build has what its code asks for
     */
    public static BootedImage bootImage(HypervisorImage image, Profile profile, int cpus) {
        return bootImage(image, profile, cpus, Optional.empty());
    }

    /**
     * Finds out where a build has what its code asks for.
     *
     * @throws UnknownBuildException if that cannot be found out
     */
    public static GuestLayout layoutOf(HypervisorImage image) {
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            return new LayoutFinder(image, disassembler).find();
        }
    }

    /**
     * Boots an image for this plane.
     *
     * @param coverage counts what all hosts that are made of it execute of the live-patching functions
     * @throws UnknownBuildException if it cannot be found out where this build has what its code asks for
     */
    public static BootedImage bootImage(HypervisorImage image, Profile profile, int cpus, Optional<Coverage> coverage) {
        BootedImage booted = new BootedImage(image, new UnicornMachine(cpus), profile, layoutOf(image));
        coverage.ifPresent(c -> c.follow(image, booted.machine()));
        return booted;
    }

    @Override
    public Outcome upload(String name, byte[] payload) {
        return operation("UPLOAD", name, () -> op.upload(name, payload));
    }

    @Override
    public GetReply get(String name) {
        SysctlOp.Status[] status = new SysctlOp.Status[1];
        Outcome outcome = operation(EventData.OperationStarted.GET, name, () -> {
            status[0] = op.get(name);
            return status[0].rc();
        });
        boolean found = outcome instanceof Outcome.Returned returned && returned.rc() == 0;
        return new GetReply(
                outcome,
                found
                        ? Optional.of(new PayloadStatus(name, status[0].state(), status[0].payloadRc(), metadata(name)))
                        : Optional.empty());
    }

    private String metadata(String name) {
        PayloadStatus status = known.get().get(name);
        return status == null ? "" : status.metadata();
    }

    @Override
    public ListReply list(int index, int count) {
        SysctlOp.Listing[] listing = new SysctlOp.Listing[1];
        Outcome outcome = life.attempt(() -> {
            listing[0] = op.list(index, count);
            return listing[0].rc();
        });
        return listing[0] == null
                ? new ListReply(outcome, List.of(), 0, 0)
                : new ListReply(outcome, listing[0].entries(), listing[0].remaining(), listing[0].version());
    }

    @Override
    public Outcome action(int command, String name, Duration timeout, int flags) {
        String verb = ActionCommand.of(command).map(Enum::name).orElse("ACTION " + command);
        return operation(verb, name, () -> op.action(command, name, timeout, flags));
    }

    @Override
    public Outcome sysctl(SysctlCall call) {
        String payload = call.cmd() == SysctlCall.LIST ? "" : call.name();
        return operation("SYSCTL", payload, () -> op.call(call));
    }

    @Override
    public Outcome cause(Trouble trouble) {
        return life.attempt(() -> {
            troubles.cause(trouble);
            return 0;
        });
    }

    @Override
    public Outcome key(char key) {
        return operation("KEY", String.valueOf(key), () -> {
            if (key == 'x') {
                troubles.withLock(() -> hypervisor.call(0, printAll, key));
            }
            return 0;
        });
    }

    @Override
    public void begin(Goal.Until until, Duration max) {
        trail.ifPresent(Trail::begin);
        cpus.rounds().begin(until, max);
    }

    @Override
    public Optional<Outcome> turn() {
        Optional<Outcome> outcome = life.turn(cpus.rounds());
        if (outcome.isPresent()) {
            decision.set(trail.map(Trail::last).orElse(""));
            notice();
        }
        return outcome;
    }

    @Override
    public void follow(Runnable follower) {
        hypervisor.follow(follower);
    }

    @Override
    public void count(Optional<InstructionCount> count) {
        hypervisor.count(count);
    }

    @Override
    public boolean actionPending() {
        return cpus.busy();
    }

    /** None: CPUs execute the rendezvous alone. */
    @Override
    public Optional<VirtualCpus> virtualCpus() {
        return Optional.empty();
    }

    @Override
    public CallReply call(int cpu, String function, long... arguments) {
        return life.call(cpu, function, arguments);
    }

    @Override
    public String decision() {
        return decision.get();
    }

    /**
     * Follows, for good, which instructions decide.
     *
     * @see #decision
     */
    public void explain() {
        trail = Optional.of(new Trail(hypervisor.image(), hypervisor.machine()));
    }

    @Override
    public String nameOf(long address) {
        return life.death().isEmpty() ? names.nameOf(address) : "";
    }

    @Override
    public VirtualTime now() {
        return clock.now();
    }

    @Override
    public Hypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    public Orders orders(Freedom freedom, Witness witness) {
        return new XenOrders(hypervisor, clock, cpus, freedom);
    }

    @Override
    public List<PatchSite> sites() {
        return List.of();
    }

    @Override
    public List<PatchSite> sitesInForce() {
        return List.of();
    }

    /** Nothing: CPUs execute the rendezvous alone. */
    @Override
    public void watchPayloads() {}

    @Override
    public List<PayloadStatus> loaded() {
        return statuses();
    }

    @Override
    public Checkpoint keep() {
        return hypervisor.keep();
    }

    private Outcome operation(String verb, String payload, IntSupplier body) {
        hypervisor.emit(new EventData.OperationStarted(verb, payload));
        trail.ifPresent(Trail::begin);
        Outcome outcome = life.attempt(body);
        boolean refused = outcome instanceof Outcome.Returned returned && returned.rc() < 0;
        decision.set(trail.map(t -> refused ? t.origin(((Outcome.Returned) outcome).rc()) : t.last())
                .orElse(""));
        notice();
        life.ended(verb, payload, outcome);
        return outcome;
    }

    /** Compares what LIST says with what it said before, and tells the changes: the guest's code emits no events. */
    private void notice() {
        if (life.death().isEmpty()) {
            hypervisor.regions().replacePayloads(regions.payloads());
        }
        SortedMap<String, PayloadStatus> now = new TreeMap<>();
        list(0, LIST_MAX).entries().forEach(status -> now.put(status.name(), status));
        if (life.death().isPresent()) {
            return;
        }
        known.get().keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> hypervisor.emit(new EventData.PayloadChanged(name, PayloadState.UNLOADED, 0)));
        now.forEach((name, status) -> {
            if (!status.equals(known.get().get(name))) {
                hypervisor.emit(new EventData.PayloadChanged(name, PayloadState.of(status.state()), status.rc()));
            }
        });
        known.set(now);
    }

    @Override
    public void close() {
        troubles.cause(Trouble.of(Trouble.Kind.NONE));
        closing.run();
    }
}
