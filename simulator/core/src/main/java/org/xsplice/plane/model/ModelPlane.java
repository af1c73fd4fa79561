// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.BootedImage;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.InstructionCount;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.unicorn.UnicornMachine;
import org.xsplice.orders.Freedom;
import org.xsplice.orders.Interleaving;
import org.xsplice.orders.Orders;
import org.xsplice.orders.Witness;
import org.xsplice.payload.Livepatch;
import org.xsplice.payload.PatchSite;
import org.xsplice.payload.Payload;
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
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;
import org.xsplice.refusal.StrictException;
import org.xsplice.refusal.StrictRefusal;
import org.xsplice.schedule.Goal;
import org.xsplice.schedule.ProtocolFault;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.schedule.VirtualClock;
import org.xsplice.state.Derived;
import org.xsplice.state.HostState;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * A host whose live patching is modelled in Java; everything that it patches is real code in an emulated machine. It says why
 * it refuses something, which plane xen cannot.
 *
 * <p>It puts the parts together and translates between them. A call of {@link org.xsplice.plane.ControlPlane} goes to {@link
 * Livepatch}, which does what xen/common/livepatch.c does; time goes to the rounds of the {@link Scheduler}, whose CPUs execute
 * guest code and the modelled rendezvous. A refusal comes back as an exception: here it becomes a return value and a
 * CheckFailed or StrictRefused event. {@link Life} turns a crash into {@code Outcome.Died}, and keeps it.
 *
 * <p>It boots an image itself, or is made of a {@link BootedImage} that others use again afterwards. Virtual CPUs exist where
 * the guest has a mailbox for them, as the embedded guests do. {@link #orders} hands the CPUs over to a search; time does not
 * pass by itself after that.
 */
public final class ModelPlane implements SteeredPlane {
    static final int LIST_MAX = 1024;

    private final Runnable closing;
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final Scheduler scheduler;
    private final Disassembler disassembler;
    private final Livepatch livepatch;
    private final Optional<VirtualCpus> virtualCpus;

    private final Life life;

    @Derived("there for good, once the CPUs have been handed over")
    private Interleaving interleaving;

    /**
     * Boots a host on a machine of its own.
     *
     * @param cpus 1 to {@link UnicornMachine#MAX_CPUS}
     * @param quantum see {@link Scheduler}
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public ModelPlane(
            HypervisorImage image, Profile profile, int cpus, Strategy strategy, int quantum, EventSink events) {
        this(image, profile, GuestLayout.XEN_4_17, cpus, strategy, quantum, events);
    }

    /** Boots such a host, of a build that has its fields where told. */
    public ModelPlane(
            HypervisorImage image,
            Profile profile,
            GuestLayout layout,
            int cpus,
            Strategy strategy,
            int quantum,
            EventSink events) {
        this(bootImage(image, profile, layout, cpus), true, strategy, quantum, events);
    }

    /**
     * Makes a host of an image that is just after its boot; {@link #close} leaves that open.
     *
     * @param booted as {@link #bootImage} does it
     */
    public ModelPlane(BootedImage booted, Strategy strategy, int quantum, EventSink events) {
        this(booted, false, strategy, quantum, events);
    }

    private ModelPlane(BootedImage booted, boolean own, Strategy strategy, int quantum, EventSink events) {
        this.profile = booted.profile();
        closing = own ? booted::close : () -> {};
        HostState state = new HostState();
        VirtualClock clock = new VirtualClock(state);
        try {
            hypervisor = new Hypervisor(booted, state, events, clock::now);
            life = new Life(hypervisor);
            scheduler = new Scheduler(hypervisor, profile, clock, strategy, quantum);
            disassembler = new CapstoneDisassembler();
        } catch (RuntimeException e) {
            closing.run();
            throw e;
        }
        livepatch = new Livepatch(hypervisor, profile, scheduler, disassembler);
        virtualCpus = hypervisor.symbols().find("vcpu_mailbox").isPresent()
                ? Optional.of(new ModelVirtualCpus(scheduler, life))
                : Optional.empty();
    }

    /** Gives the rendezvous protocol faults, from now on. */
    public void switchOn(Set<ProtocolFault> faults) {
        scheduler.switchOn(faults);
    }

    /** Boots an image for this plane: one of this project, or a build like those of 4.17. */
    public static BootedImage bootImage(HypervisorImage image, Profile profile, int cpus) {
        return bootImage(image, profile, GuestLayout.XEN_4_17, cpus);
    }

    /** Boots an image for this plane, of a build that has its fields where told. */
    public static BootedImage bootImage(HypervisorImage image, Profile profile, GuestLayout layout, int cpus) {
        return new BootedImage(image, new UnicornMachine(cpus), profile, layout);
    }

    @Override
    public Outcome upload(String name, byte[] payload) {
        return attempt("UPLOAD", name, () -> {
            livepatch.upload(name, payload);
            return 0;
        });
    }

    @Override
    public GetReply get(String name) {
        PayloadStatus[] status = new PayloadStatus[1];
        Outcome outcome = attempt(EventData.OperationStarted.GET, name, () -> {
            status[0] = statusOnly(livepatch.find(name));
            return 0;
        });
        return new GetReply(outcome, Optional.ofNullable(status[0]));
    }

    @Override
    public ListReply list(int index, int count) {
        List<Payload> payloads = livepatch.payloads();
        int total = payloads.size();
        if (life.death().isPresent()) {
            return new ListReply(new Outcome.Died(life.death().get()), List.of(), 0, livepatch.version());
        }
        if (Integer.compareUnsigned(count, LIST_MAX) > 0) {
            return refused(
                    Check.LIST_SIZE, Errno.E2BIG, Integer.toUnsignedString(count) + " entries are too many at once");
        }
        if (total != 0 && Integer.compareUnsigned(index, total) >= 0) {
            return refused(
                    Check.LIST_INDEX,
                    Errno.EINVAL,
                    "there are " + total + " payloads, none of number " + Integer.toUnsignedString(index));
        }
        int start = total == 0 ? 0 : index;
        int end = Math.min(total, start + count);
        List<PayloadStatus> entries;
        try {
            entries = payloads.subList(start, end).stream().map(this::status).toList();
        } catch (PageFaultException e) {
            return refused(Check.REQUEST, Errno.EFAULT, "the metadata of a payload is no longer there: " + e.fault());
        }
        int seen = count == 0 ? 0 : end;
        return new ListReply(new Outcome.Returned(entries.size()), entries, total - seen, livepatch.version());
    }

    private ListReply refused(Check check, Errno errno, String why) {
        tell(new Refusal(check, errno.rc(), Refusal.NOWHERE, why));
        return new ListReply(new Outcome.Returned(errno.rc()), List.of(), 0, livepatch.version());
    }

    /** A GET does not look at the metadata, which may no longer be there. */
    private PayloadStatus statusOnly(Payload payload) {
        try {
            return status(payload);
        } catch (PageFaultException e) {
            return new PayloadStatus(payload.name(), payload.state().code(), payload.rc());
        }
    }

    private PayloadStatus status(Payload payload) {
        return new PayloadStatus(
                payload.name(),
                payload.state().code(),
                payload.rc(),
                payload.loaded().metadata().read(hypervisor.memory()));
    }

    @Override
    public Outcome action(int command, String name, Duration timeout, int flags) {
        String verb = ActionCommand.of(command).map(Enum::name).orElse("ACTION " + command);
        return attempt(verb, name, () -> {
            livepatch.action(command, name, timeout, flags);
            return 0;
        });
    }

    @Override
    public Outcome sysctl(SysctlCall call) {
        SysctlCalls calls = new SysctlCalls(this, livepatch);
        String payload = call.cmd() == SysctlCall.LIST ? "" : call.name();
        return attempt("SYSCTL", payload, () -> calls.call(call));
    }

    @Override
    public Outcome cause(Trouble trouble) {
        return attempt(() -> {
            hypervisor.allocations().failAt(trouble.number());
            scheduler.setCpuMapsTaken(trouble.kind() == Trouble.Kind.CPU_MAPS);
            livepatch.setLockTaken(trouble.kind() == Trouble.Kind.PAYLOAD_LOCK);
            livepatch.setDomainWaits(trouble.kind() == Trouble.Kind.WAIT_QUEUE);
            return 0;
        });
    }

    @Override
    public Outcome key(char key) {
        return attempt("KEY", String.valueOf(key), () -> {
            livepatch.key(key);
            return 0;
        });
    }

    @Override
    public void begin(Goal.Until until, Duration max) {
        scheduler.rounds().begin(until, max);
    }

    @Override
    public Optional<Outcome> turn() {
        return life.turn(scheduler.rounds());
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
        return scheduler.workPending();
    }

    @Override
    public Optional<VirtualCpus> virtualCpus() {
        return virtualCpus;
    }

    @Override
    public CallReply call(int cpu, String function, long... arguments) {
        return life.call(cpu, function, arguments);
    }

    /** Nothing: the model says why by events. */
    @Override
    public String decision() {
        return "";
    }

    @Override
    public String nameOf(long address) {
        return hypervisor.regions().name(address);
    }

    @Override
    public VirtualTime now() {
        return scheduler.clock().now();
    }

    @Override
    public Hypervisor hypervisor() {
        return hypervisor;
    }

    /** Returns what steps the CPUs, for those who choose every step themselves. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Returns the live patching of this host, with its payloads. */
    public Livepatch livepatch() {
        return livepatch;
    }

    @Override
    public Orders orders(Freedom freedom, Witness witness) {
        interleaving = new Interleaving(scheduler, freedom, witness);
        return interleaving;
    }

    @Override
    public List<PatchSite> sites() {
        return livepatch.sites();
    }

    @Override
    public List<PatchSite> sitesInForce() {
        List<Payload> applied = livepatch.applied();
        return applied.isEmpty()
                ? List.of()
                : sites().stream()
                        .filter(site -> site.payload()
                                .equals(applied.get(applied.size() - 1).name()))
                        .toList();
    }

    @Override
    public void watchPayloads() {
        sites().forEach(site -> interleaving.watch(site.window()));
        livepatch.payloads().stream()
                .map(payload -> payload.loaded().layout())
                .forEach(layout -> interleaving.watchData(layout.rwAddr(), layout.rwSize()));
        livepatch.payloads().forEach(payload -> interleaving.addToState(payload.structAddress(), payload.structSize()));
    }

    @Override
    public List<PayloadStatus> loaded() {
        return livepatch.payloads().stream()
                .map(payload ->
                        new PayloadStatus(payload.name(), payload.state().code(), payload.rc()))
                .toList();
    }

    @Override
    public Checkpoint keep() {
        return hypervisor.keep();
    }

    /** Returns the release that is modelled. */
    public Profile profile() {
        return profile;
    }

    private Outcome attempt(String operation, String payload, IntSupplier body) {
        return life.operation(operation, payload, () -> telling(body));
    }

    private Outcome attempt(IntSupplier body) {
        return life.attempt(() -> telling(body));
    }

    /** Does something, and tells why where it is refused. */
    private int telling(IntSupplier body) {
        try {
            return body.getAsInt();
        } catch (RefusedException e) {
            tell(e.refusal());
            return e.refusal().rc();
        } catch (StrictException e) {
            StrictRefusal refusal = e.refusal();
            hypervisor.emit(new EventData.StrictRefused(
                    refusal.quirk().number(),
                    refusal.quirk().harm(),
                    refusal.fileOffset(),
                    refusal.why(),
                    refusal.mend()));
            return Quirk.ERRNO.rc();
        }
    }

    private void tell(Refusal refusal) {
        hypervisor.emit(new EventData.CheckFailed(
                refusal.check().name(),
                profile.function(refusal.check().function()),
                refusal.rc(),
                refusal.fileOffset(),
                refusal.why(),
                refusal.mend().text(),
                refusal.cause()));
    }

    @Override
    public void close() {
        disassembler.close();
        closing.run();
    }
}
