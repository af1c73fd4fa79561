// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.List;
import java.util.Optional;
import org.xsplice.asm.Disassembler;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.event.PayloadState;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.loader.Ladder;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PayloadLoader;
import org.xsplice.loader.UploadRequest;
import org.xsplice.machine.PageFaultException;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Feature;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;
import org.xsplice.refusal.StrictException;
import org.xsplice.schedule.Scheduler;
import org.xsplice.state.Ref;
import org.xsplice.text.NearMiss;
import org.xsplice.time.Duration;

/**
 * Live patching as the hypervisor does it: uploading, unloading and the actions. Models xen/common/livepatch.c. Plane
 * model calls it for each sub-operation of the sysctl; each method throws {@link RefusedException} where the hypercall would
 * return an error.
 *
 * <p>A payload is CHECKED after {@link #upload}, APPLIED after APPLY or REPLACE, CHECKED again after REVERT, and gone after
 * UNLOAD. {@link PayloadStore} has the list of loaded payloads and the stack of applied ones.
 *
 * <p>{@link #action} has two halves. At once, while the hypercall lasts, it checks what Xen checks: state, build-id of what
 * the payload would go on top of, what the old functions look like, the pre hook. Then it sets the payload's rc to -EAGAIN and
 * hands a {@link ScheduledAction} to {@link Scheduler#schedule}. The second half comes while time passes: the rendezvous
 * calls the action back on the master CPU, which uses {@link Patching} and sets the rc to the result. UNLOAD has no second
 * half.
 *
 * <p>In strict mode, {@link StrictActions} refuses beforehand what Xen would accept to its own harm.
 *
 * <p>Guest code can come here too: {@link GuestEntries} stands in for functions of the image that hooks of payloads call,
 * such as apply_payload.
 */
public final class Livepatch {
    private static final int HYPERCALL_CPU = 0;

    private final Hypervisor hypervisor;
    private final Profile profile;
    private final Ladder ladder;
    private final Scheduler scheduler;
    private final LivepatchLog log;
    private final PayloadStore store;
    private final BuildIdRule buildIdRule;
    private final Expectations expectations;
    private final HookRunner hooks;
    private final Disassembler disassembler;
    private final StrictActions strict;
    private final KeyHandler keyHandler;
    private final ScheduledAction.Tools tools;
    private final TextPatcher patcher;
    private final SafetyCheck safety;
    private final Ref<Optional<ScheduledAction>> pending;

    public Livepatch(Hypervisor hypervisor, Profile profile, Scheduler scheduler, Disassembler disassembler) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        ladder = Ladder.of(profile);
        this.scheduler = scheduler;
        this.disassembler = disassembler;
        log = new LivepatchLog(hypervisor, profile);
        store = new PayloadStore(hypervisor.state());
        pending = hypervisor.state().value("livepatch.pending", Optional.empty());
        buildIdRule = new BuildIdRule(hypervisor, log, store);
        expectations = new Expectations(hypervisor, profile, log);
        TextVerifier verifier = new TextVerifier(hypervisor, disassembler);
        hooks = new HookRunner(hypervisor);
        patcher = new TextPatcher(hypervisor, profile, verifier);
        safety = new SafetyCheck(hypervisor, profile, log);
        WriteAccess access = new WriteAccess(hypervisor, profile);
        Patching patching = new Patching(hypervisor, profile, log, patcher, store, hooks, safety, access);
        strict = new StrictActions(hypervisor, profile, scheduler, store, hooks, expectations);
        keyHandler = new KeyHandler(hypervisor, profile, log, store, patching);
        tools = new ScheduledAction.Tools(hypervisor, profile, log, patching, expectations, store, hooks);
        GuestEntries.bridge(hypervisor, store, patching, access);
    }

    /** Returns the loaded payloads in the order of their upload. */
    public List<Payload> payloads() {
        return store.loaded();
    }

    /** Returns the applied payloads, oldest first. */
    public List<Payload> applied() {
        return store.applied();
    }

    /** Returns a number that changes with each upload and unload: {@code payload_version}. */
    public int version() {
        return store.version();
    }

    /**
     * Finds a payload.
     *
     * @throws RefusedException with EINVAL for an impossible name, with ENOENT if there is none
     */
    public Payload find(String name) {
        UploadRequest.requireName(name);
        strict.requireWholeName(name);
        return store.find(UploadRequest.untilNul(name)).orElseThrow(() -> unknown(name));
    }

    private RefusedException unknown(String name) {
        RefusedException refused = refuse(Check.PAYLOAD_KNOWN, Errno.ENOENT, "no payload is called " + name);
        String near =
                NearMiss.of(name, store.loaded().stream().map(Payload::name).toList());
        return near.isEmpty()
                ? refused
                : refused.mendedBy(new Mend.Otherwise("did you mean " + near + "? Otherwise upload it first"));
    }

    /** Models {@code livepatch_upload}. */
    public void upload(String name, byte[] bytes) {
        UploadRequest.requireName(name);
        UploadRequest.requireSize(bytes);
        boolean noMemory =
                hypervisor.allocations().fails() | hypervisor.allocations().fails();
        UploadRequest.check(name, bytes.length, known -> store.find(known).isPresent());
        if (noMemory) {
            throw refuse(Check.MEMORY, Errno.ENOMEM, "the hypervisor has no memory for the payload");
        }
        strict.requireWholeName(name);
        String known = UploadRequest.untilNul(name);
        PayloadLoader loader = new PayloadLoader(hypervisor, ladder, log, store, known, bytes);
        LoadedPayload loaded;
        try {
            loaded = loader.load();
        } catch (PageFaultException e) {
            throw new org.xsplice.hypervisor.HypervisorDiedException(hypervisor.deathIn(loader.function(), e.fault()));
        }
        if (profile.has(Feature.REGISTERED_AT_LOAD)) {
            hypervisor.regions().register(loaded.region());
        }
        if (profile.strict()) {
            requireHarmless(loaded);
        }
        store.add(new Payload(hypervisor, profile, loaded));
        hypervisor.emit(new EventData.PayloadChanged(known, PayloadState.CHECKED, 0));
    }

    private void requireHarmless(LoadedPayload loaded) {
        try {
            StrictUpload.check(hypervisor, profile, disassembler, loaded);
        } catch (StrictException e) {
            forget(loaded);
            throw e;
        }
    }

    private void forget(LoadedPayload loaded) {
        hypervisor.regions().unregister(loaded.region());
        loaded.free(hypervisor);
    }

    /**
     * Models {@code livepatch_upload} up to where it reads the file, for those whose file cannot be read.
     *
     * @param size of the file, in bytes
     */
    public void requireUploadable(String name, int size) {
        UploadRequest.check(name, size, known -> store.find(known).isPresent());
    }

    /**
     * Models {@code livepatch_action}.
     *
     * @param timeout for the whole rendezvous; {@link Duration#ZERO} means 30 ms
     */
    public void action(int command, String name, Duration timeout, int flags) {
        Payload payload = find(name);
        boolean scheduled = scheduler.workPending()
                && pending.get().filter(action -> action.payload() == payload).isPresent();
        if (scheduled && profile.has(Feature.SCHEDULED_WORK_GUARDED)) {
            throw refuse(Check.WORK_SCHEDULED, Errno.EBUSY, "an action of " + name + " is pending");
        }
        Optional<ActionCommand> known = ActionCommand.of(command);
        if (known.isEmpty()) {
            throw refuse(Check.COMMAND, Errno.EOPNOTSUPP, "there is no action " + Integer.toUnsignedString(command));
        }
        switch (known.get()) {
            case UNLOAD -> unload(payload, scheduled);
            case REVERT -> revert(payload, timeout);
            case APPLY -> apply(payload, timeout, flags);
            case REPLACE -> replace(payload, timeout);
        }
    }

    private void unload(Payload payload, boolean scheduled) {
        if (payload.state() != PayloadState.CHECKED) {
            throw refuse(Check.STATE, Errno.EINVAL, payload.name() + " is applied");
        }
        strict.requireNotPending(payload, scheduled);
        strict.requireNoUsers(payload);
        store.remove(payload);
        forget(payload.loaded());
        hypervisor.heap().free(payload.struct().address());
        hypervisor.emit(new EventData.PayloadChanged(payload.name(), PayloadState.UNLOADED, 0));
    }

    private void revert(Payload payload, Duration timeout) {
        strict.requireState(payload, ActionCommand.REVERT, PayloadState.APPLIED);
        if (payload.state() != PayloadState.APPLIED) {
            return;
        }
        Payload top = store.top().orElseThrow();
        if (top != payload) {
            log.print(Message.CANNOT_UNLOAD, payload.name(), top.name());
            throw refuse(Check.TOP_OF_STACK, Errno.EBUSY, top.name() + " was applied after " + payload.name());
        }
        strict.requireScheduling(payload, HookKind.PREREVERT);
        pre(payload, HookKind.PREREVERT, Message.CALLING_PREREVERT, Message.PREREVERT_FAILED);
        schedule(payload, ActionCommand.REVERT, timeout);
    }

    private void apply(Payload payload, Duration timeout, int flags) {
        strict.requireState(payload, ActionCommand.APPLY, PayloadState.CHECKED);
        if (payload.state() != PayloadState.CHECKED) {
            return;
        }
        if (profile.has(Feature.REAPPLY_GUARDED)
                && payload.struct().reverted()
                && !payload.struct().safeToReapply()) {
            strict.reapplied(payload, Quirk.REAPPLY_IN_RC_ONLY);
            log.print(Message.CANNOT_REAPPLY, payload.name());
            payload.struct().setRc(Errno.EINVAL.rc());
            hypervisor.emit(new EventData.CheckFailed(
                    Check.REAPPLY.name(),
                    Check.REAPPLY.function(),
                    payload.rc(),
                    Refusal.NOWHERE,
                    payload.name() + " has writable data and was applied before",
                    Check.REAPPLY.mend(),
                    ""));
            return;
        }
        boolean nodeps = profile.has(Feature.NODEPS) && (flags & ActionCommand.NODEPS) != 0;
        if (!nodeps) {
            buildIdRule.require(payload, false);
        } else {
            strict.requireNothingHidden(payload, buildIdRule);
        }
        int rc = expectations.check(payload);
        if (rc != 0) {
            throw new RefusedException(new Refusal(
                    Check.EXPECTATION,
                    rc,
                    Refusal.NOWHERE,
                    "an old function of " + payload.name() + " does not look as expected"));
        }
        strict.requireScheduling(payload, HookKind.PREAPPLY);
        pre(payload, HookKind.PREAPPLY, Message.CALLING_PREAPPLY, Message.PREAPPLY_FAILED);
        schedule(payload, ActionCommand.APPLY, timeout);
    }

    private void replace(Payload payload, Duration timeout) {
        strict.requireState(payload, ActionCommand.REPLACE, PayloadState.CHECKED);
        if (payload.state() != PayloadState.CHECKED) {
            return;
        }
        buildIdRule.require(payload, true);
        if (hooks.hasVetoing(payload) || store.applied().stream().anyMatch(hooks::hasVetoing)) {
            log.print(Message.REPLACE_WITH_VETOING_HOOKS, payload.name());
            throw refuse(Check.VETOING_HOOKS, Errno.EOPNOTSUPP, "a payload has pre or post hooks");
        }
        strict.requireScheduling(payload);
        strict.requireReplaceable(payload);
        schedule(payload, ActionCommand.REPLACE, timeout);
    }

    /** Calls a payload's pre hook, which decides whether the action goes on. */
    private void pre(Payload payload, HookKind kind, Message calling, Message failed) {
        if (!hooks.has(payload, kind)) {
            return;
        }
        log.print(calling, payload.name());
        int rc = hooks.call(HYPERCALL_CPU, payload, kind);
        if (rc != 0) {
            log.print(failed, payload.name(), rc);
            payload.struct().setRc(rc);
            throw new RefusedException(new Refusal(
                    Check.HOOK_VETO, rc, Refusal.NOWHERE, "the hook in " + kind.section() + " returned " + rc));
        }
    }

    /** Models {@code schedule_work}: the payload's rc is EAGAIN from now on, even if other work is pending. */
    private void schedule(Payload payload, ActionCommand command, Duration wanted) {
        payload.struct().setRc(Errno.EAGAIN.rc());
        Duration timeout = wanted.isZero() ? Profile.DEFAULT_TIMEOUT : wanted;
        if (scheduler.workPending()) {
            throw refuse(Check.SCHEDULE, Errno.EBUSY, "another action is pending");
        }
        if (!scheduler.cpuMapsFree()) {
            log.print(Message.CPU_MAPS_BUSY, payload.name());
            throw refuse(Check.SCHEDULE, Errno.EBUSY, "a CPU is going offline or coming online");
        }
        log.print(
                Message.TIMEOUT_IS, payload.name(), timeout.nanos() / (profile.has(Feature.TASKLETS) ? 1 : 1_000_000));
        hypervisor.emit(HYPERCALL_CPU, new EventData.ActionScheduled(command, payload.name(), timeout));
        ScheduledAction action = new ScheduledAction(payload, command, tools);
        pending.set(Optional.of(action));
        scheduler.schedule(HYPERCALL_CPU, action, timeout);
    }

    /** Makes another CPU hold the lock of the payloads while the next debug key is pressed. */
    public void setLockTaken(boolean taken) {
        keyHandler.setLockTaken(taken);
    }

    /** Makes a virtual CPU of a domain wait with its stack put aside, or ends that. */
    public void setDomainWaits(boolean waits) {
        safety.setDomainWaits(waits);
    }

    /** Handles a debug key; keys of other parts of Xen print nothing. */
    public void key(char key) {
        if (key == 'x') {
            keyHandler.printAll(key);
        }
    }

    private static RefusedException refuse(Check check, Errno errno, String why) {
        return new RefusedException(new Refusal(check, errno.rc(), Refusal.NOWHERE, why));
    }

    /** Returns the text that the loaded payloads patch, in the order of their upload. */
    public List<PatchSite> sites() {
        return store.loaded().stream()
                .flatMap(payload -> payload.functions().stream()
                        .flatMap(state -> patcher.site(payload.name(), state.function()).stream()))
                .toList();
    }
}
