// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.chance.Chance;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.BootedImage;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.loader.Check;
import org.xsplice.loader.Quirk;
import org.xsplice.loader.Refusal;
import org.xsplice.loader.RefusedException;
import org.xsplice.loader.StrictException;
import org.xsplice.loader.StrictRefusal;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.unicorn.UnicornMachine;
import org.xsplice.payload.Livepatch;
import org.xsplice.payload.PatchSite;
import org.xsplice.payload.Payload;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.GetReply;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.SteeredPlane;
import org.xsplice.plane.SysctlCall;
import org.xsplice.plane.Trouble;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.Freedom;
import org.xsplice.schedule.Interleaving;
import org.xsplice.schedule.Orders;
import org.xsplice.schedule.ProtocolFault;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.schedule.VirtualClock;
import org.xsplice.schedule.Witness;

/** A host whose live patching is modelled in Java; everything it patches is real code in an emulated machine. */
public final class ModelPlane implements SteeredPlane {
    static final int LIST_MAX = 1024;

    private final Runnable closing;
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final Scheduler scheduler;
    private final Disassembler disassembler;
    private final Livepatch livepatch;
    /** CPUs whose virtual CPU has made a hypercall. */
    private final BitSet hypercallsOf = new BitSet();

    private Interleaving interleaving;
    private Death death;

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
        this(bootImage(image, profile, cpus), true, strategy, quantum, events);
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
        VirtualClock clock = new VirtualClock();
        try {
            hypervisor = new Hypervisor(booted, events, clock::now);
            scheduler = new Scheduler(hypervisor, profile, clock, strategy, quantum);
            disassembler = new CapstoneDisassembler();
        } catch (RuntimeException e) {
            closing.run();
            throw e;
        }
        livepatch = new Livepatch(hypervisor, profile, scheduler, disassembler);
    }

    /** Gives the rendezvous protocol faults, from now on. */
    public void switchOn(Set<ProtocolFault> faults) {
        scheduler.switchOn(faults);
    }

    /** Boots an image for this plane. */
    public static BootedImage bootImage(HypervisorImage image, Profile profile, int cpus) {
        return new BootedImage(image, new UnicornMachine(cpus), profile, GuestLayout.XEN_4_17);
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
            status[0] = status(livepatch.find(name));
            return 0;
        });
        return new GetReply(outcome, Optional.ofNullable(status[0]));
    }

    @Override
    public ListReply list(int index, int count) {
        List<Payload> payloads = livepatch.payloads();
        int total = payloads.size();
        if (death != null) {
            return new ListReply(new Outcome.Died(death), List.of(), 0, livepatch.version());
        }
        if (Integer.compareUnsigned(count, LIST_MAX) > 0) {
            return refused(Check.LIST_SIZE, Errno.E2BIG, Integer.toUnsignedString(count) + " entries are asked for");
        }
        if (total != 0 && Integer.compareUnsigned(index, total) >= 0) {
            return refused(
                    Check.LIST_INDEX,
                    Errno.EINVAL,
                    "there are " + total + " payloads, none of number " + Integer.toUnsignedString(index));
        }
        int start = total == 0 ? 0 : index;
        int end = Math.min(total, start + count);
        List<PayloadStatus> entries =
                payloads.subList(start, end).stream().map(this::status).toList();
        int seen = count == 0 ? 0 : end;
        return new ListReply(new Outcome.Returned(entries.size()), entries, total - seen, livepatch.version());
    }

    private ListReply refused(Check check, Errno errno, String why) {
        tell(new Refusal(check, errno.rc(), Refusal.NOWHERE, why));
        return new ListReply(new Outcome.Returned(errno.rc()), List.of(), 0, livepatch.version());
    }

    private PayloadStatus status(Payload payload) {
        return new PayloadStatus(
                payload.name(),
                payload.state().code(),
                payload.rc(),
                payload.loaded().metadata().read(hypervisor.memory()));
    }

    @Override
    public Outcome action(int command, String name, long timeoutNs, int flags) {
        String verb = ActionCommand.of(command).map(Enum::name).orElse("ACTION " + command);
        return attempt(verb, name, () -> {
            livepatch.action(command, name, timeoutNs, flags);
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
    public Outcome run(long ns) {
        return attempt(() -> {
            scheduler.run(ns);
            return 0;
        });
    }

    @Override
    public Outcome finishAction(long maxNs) {
        return attempt(() -> {
            scheduler.finishWork(maxNs);
            return 0;
        });
    }

    @Override
    public boolean actionPending() {
        return scheduler.workPending();
    }

    @Override
    public boolean hasVirtualCpus() {
        return hypervisor.symbols().find("vcpu_mailbox").isPresent();
    }

    @Override
    public boolean postHypercall(int cpu, int number, long... arguments) {
        boolean posted = scheduler.postHypercall(cpu, number, arguments);
        if (posted) {
            hypercallsOf.set(cpu);
        }
        return posted;
    }

    @Override
    public OptionalLong hypercallResult(int cpu) {
        return hypercallsOf.get(cpu) && !scheduler.hypercallPending(cpu)
                ? OptionalLong.of(scheduler.hypercallResult(cpu))
                : OptionalLong.empty();
    }

    @Override
    public boolean wakeVirtualCpu(int cpu) {
        return scheduler.wakeVirtualCpu(cpu);
    }

    @Override
    public Outcome nmi(int cpu) {
        return attempt(() -> {
            scheduler.nmi(cpu);
            return 0;
        });
    }

    @Override
    public Outcome plug(int cpu, boolean online, long durationNs) {
        return attempt(() -> scheduler.plug(cpu, online, durationNs));
    }

    @Override
    public boolean isOnline(int cpu) {
        return scheduler.isOnline(cpu);
    }

    @Override
    public void play(List<Activity> activities, Chance chance) {
        scheduler.play(activities, chance);
    }

    @Override
    public CallReply call(int cpu, String function, long... arguments) {
        long[] result = new long[1];
        Outcome outcome = attempt(() -> {
            result[0] = hypervisor.call(cpu, function, arguments);
            return 0;
        });
        return new CallReply(outcome, result[0]);
    }

    @Override
    public long now() {
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

    /** Returns what there is of payloads. */
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
    }

    @Override
    public List<PayloadStatus> loaded() {
        return livepatch.payloads().stream()
                .map(payload ->
                        new PayloadStatus(payload.name(), payload.state().code(), payload.rc()))
                .toList();
    }

    @Override
    public long hash() {
        return livepatch.hash();
    }

    @Override
    public boolean hypercallPending(int cpu) {
        return scheduler.hypercallPending(cpu);
    }

    @Override
    public Checkpoint keep() {
        BitSet hypercallsThen = (BitSet) hypercallsOf.clone();
        Death deathThen = death;
        return Checkpoint.all(livepatch.keep(), () -> {
            hypercallsOf.clear();
            hypercallsOf.or(hypercallsThen);
            death = deathThen;
        });
    }

    /** Returns the release that is modelled. */
    public Profile profile() {
        return profile;
    }

    private interface Operation {
        int run();
    }

    private Outcome attempt(String operation, String payload, Operation body) {
        hypervisor.emit(new EventData.OperationStarted(operation, payload));
        Outcome outcome = attempt(body);
        if (outcome instanceof Outcome.Returned returned) {
            hypervisor.emit(new EventData.OperationEnded(operation, payload, returned.rc()));
        }
        return outcome;
    }

    private Outcome attempt(Operation body) {
        if (death != null) {
            return new Outcome.Died(death);
        }
        try {
            return new Outcome.Returned(body.run());
        } catch (RefusedException e) {
            tell(e.refusal());
            return new Outcome.Returned(e.refusal().rc());
        } catch (StrictException e) {
            StrictRefusal refusal = e.refusal();
            hypervisor.emit(new EventData.StrictRefused(
                    refusal.quirk().number(),
                    refusal.quirk().harm(),
                    refusal.fileOffset(),
                    refusal.why(),
                    refusal.mend()));
            return new Outcome.Returned(Quirk.ERRNO.rc());
        } catch (HypervisorDiedException e) {
            return die(e.death());
        } catch (PageFaultException e) {
            return die(hypervisor.deathIn("livepatch_op", e.fault()));
        }
    }

    private void tell(Refusal refusal) {
        hypervisor.emit(new EventData.CheckFailed(
                refusal.check().name(),
                profile.function(refusal.check().function()),
                refusal.rc(),
                refusal.fileOffset(),
                refusal.why(),
                refusal.remedy().advice()));
    }

    private Outcome die(Death cause) {
        death = cause;
        hypervisor.emit(new EventData.HypervisorDied(cause.summary(), cause.report()));
        return new Outcome.Died(cause);
    }

    @Override
    public void close() {
        disassembler.close();
        closing.run();
    }
}
