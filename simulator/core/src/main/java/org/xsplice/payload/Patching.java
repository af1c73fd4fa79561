// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.event.EventData;
import org.xsplice.event.PayloadState;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.loader.Metadata;
import org.xsplice.machine.PageFaultException;
import org.xsplice.profile.Feature;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;

/**
 * Applies and reverts whole payloads while all CPUs stand still. Models apply_payload, revert_payload and their tails in
 * xen/common/livepatch.c.
 *
 * <p>{@link ScheduledAction} calls it from the rendezvous, on the master CPU; {@link GuestEntries} calls it for a payload's own
 * hook that replaces the usual action. Applying is two steps. {@link #apply} asks the safety check, makes the text writable,
 * calls the load hooks, and writes the jump or the NOPs of each function through {@link TextPatcher}. {@link #applyTail} then
 * puts the payload on the stack and makes it APPLIED. {@link #revert} and {@link #revertTail} undo both; there the unload
 * hooks come last.
 *
 * <p>Each function remembers whether it is applied. Applying twice, or reverting what is not applied, prints Xen's warning and
 * passes over it.
 */
final class Patching {
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final LivepatchLog log;
    private final TextPatcher patcher;
    private final PayloadStore store;
    private final HookRunner hooks;
    private final SafetyCheck safety;
    private final WriteAccess access;
    private final boolean inCommon;

    Patching(
            Hypervisor hypervisor,
            Profile profile,
            LivepatchLog log,
            TextPatcher patcher,
            PayloadStore store,
            HookRunner hooks,
            SafetyCheck safety,
            WriteAccess access) {
        this.safety = safety;
        this.access = access;
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.log = log;
        this.patcher = patcher;
        this.store = store;
        this.hooks = hooks;
        inCommon = profile.has(Feature.COMMON_FUNCTIONS_PATCH);
    }

    /** Writes the patches of all functions; returns 0, or what the safety check has found against it. */
    int apply(int cpu, Payload payload) {
        int rc = safety.check();
        if (rc != 0) {
            log.print(Message.SAFETY_CHECKS_FAILED, payload.name(), rc);
            return rc;
        }
        log.print(Message.APPLYING, payload.name(), payload.functions().size());
        access.enter(cpu);
        hooks.callAll(cpu, payload, HookKind.LOAD);
        for (FunctionState state : payload.functions()) {
            if (state.applied()) {
                log.print(
                        Message.ALREADY_APPLIED,
                        inCommon ? "common_livepatch_apply" : "apply_payload",
                        state.function().printedName());
                continue;
            }
            patcher.apply(payload.name(), state);
            state.setApplied(true);
        }
        access.leave(cpu);
        displayMetadata(payload);
        return 0;
    }

    /** Puts a payload on the stack. Models {@code apply_payload_tail}. */
    void applyTail(Payload payload) {
        store.push(payload);
        if (!profile.has(Feature.REGISTERED_AT_LOAD)) {
            hypervisor.regions().register(payload.loaded().region());
        }
        changeState(payload, PayloadState.APPLIED);
    }

    /** Puts the old bytes of all functions back; returns 0. */
    int revert(int cpu, Payload payload) {
        log.print(Message.REVERTING, payload.name());
        access.enter(cpu);
        for (FunctionState state : payload.functions()) {
            if (state.function().oldAddr() == 0 || state.notApplied()) {
                log.print(
                        Message.NOT_APPLIED,
                        inCommon ? "common_livepatch_revert" : "revert_payload",
                        state.function().printedName());
                continue;
            }
            patcher.revert(payload.name(), state);
            state.setApplied(false);
        }
        hooks.callAll(cpu, payload, HookKind.UNLOAD);
        access.leave(cpu);
        return 0;
    }

    /** Takes a payload off the stack. Models {@code revert_payload_tail}. */
    void revertTail(Payload payload) {
        store.removeApplied(payload);
        if (!profile.has(Feature.REGISTERED_AT_LOAD)) {
            hypervisor.regions().unregister(payload.loaded().region());
        }
        payload.struct().setReverted();
        changeState(payload, PayloadState.CHECKED);
    }

    /** Prints a payload's metadata. Models {@code livepatch_display_metadata}. */
    void displayMetadata(Payload payload) {
        Metadata given = payload.loaded().metadata();
        if (given.length() == 0) {
            return;
        }
        log.print(Message.METADATA_HEAD);
        String metadata;
        try {
            metadata = given.read(hypervisor.memory());
        } catch (PageFaultException e) {
            throw new HypervisorDiedException(hypervisor.deathIn("strlen", e.fault()));
        }
        for (int at = 0; at < metadata.length(); ) {
            int nul = metadata.indexOf('\0', at);
            int end = nul < 0 ? metadata.length() : nul;
            log.print(Message.METADATA_LINE, metadata.substring(at, end));
            at = end + 1;
        }
    }

    private void changeState(Payload payload, PayloadState state) {
        payload.struct().setState(state);
        hypervisor.emit(new EventData.PayloadChanged(payload.name(), state, payload.rc()));
    }
}
