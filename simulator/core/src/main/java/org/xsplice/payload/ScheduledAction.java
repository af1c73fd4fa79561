// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.profile.Feature;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Quirk;
import org.xsplice.schedule.PatchWork;
import org.xsplice.state.StateHash;

/** One APPLY, REVERT or REPLACE, from its scheduling to its end: {@code struct livepatch_work} and what it leads to. */
final class ScheduledAction implements PatchWork {
    private final Payload payload;
    private final ActionCommand command;
    private final Tools tools;

    /** What every action works with. */
    record Tools(
            Hypervisor hypervisor,
            Profile profile,
            LivepatchLog log,
            Patching patching,
            Expectations expectations,
            PayloadStore store,
            HookRunner hooks) {}

    ScheduledAction(Payload payload, ActionCommand command, Tools tools) {
        this.payload = payload;
        this.command = command;
        this.tools = tools;
    }

    Payload payload() {
        return payload;
    }

    /** Models {@code livepatch_do_action}. */
    @Override
    public void perform(int masterCpu) {
        tools.hypervisor().emit(masterCpu, new EventData.Quiesced(command, payload.name()));
        int rc = switch (command) {
            case APPLY -> apply(masterCpu);
            case REVERT -> revert(masterCpu, payload);
            case REPLACE -> replace(masterCpu);
            case UNLOAD -> throw new IllegalStateException("UNLOAD is never scheduled");
        };
        setRc(payload, rc);
    }

    private int apply(int cpu) {
        int rc;
        if (tools.hooks().has(payload, HookKind.APPLY)) {
            tools.log().print(Message.CALLING_APPLY, payload.name());
            rc = tools.hooks().call(cpu, payload, HookKind.APPLY);
        } else {
            rc = tools.patching().apply(cpu, payload);
        }
        requireConsistent(payload, rc == 0, "applied");
        if (rc == 0) {
            tools.patching().applyTail(payload);
        }
        return rc;
    }

    private int revert(int cpu, Payload target) {
        int rc;
        if (tools.hooks().has(target, HookKind.REVERT)) {
            tools.log().print(Message.CALLING_REVERT, target.name());
            rc = tools.hooks().call(cpu, target, HookKind.REVERT);
        } else {
            rc = tools.patching().revert(cpu, target);
        }
        requireConsistent(target, rc != 0, "reverted");
        if (rc == 0) {
            tools.patching().revertTail(target);
        }
        return rc;
    }

    /** Reverts the stack, newest first, then applies; a payload that cannot go on leaves everything unpatched. */
    private int replace(int cpu) {
        List<Payload> newestFirst = new ArrayList<>(tools.store().applied());
        Collections.reverse(newestFirst);
        for (Payload other : newestFirst) {
            int rc = revert(cpu, other);
            setRc(other, rc);
            if (rc != 0) {
                return Errno.EINVAL.rc();
            }
        }
        int rc = tools.expectations().check(payload);
        if (rc != 0) {
            tools.log().print(Message.INSECURE, payload.name());
            return rc;
        }
        return apply(cpu);
    }

    /** Models {@code was_action_consistent}, and the panic where it was not. */
    private void requireConsistent(Payload target, boolean applied, String verb) {
        if (!tools.profile().has(Feature.CONSISTENCY_CHECKED)) {
            return;
        }
        for (FunctionState state : target.functions()) {
            if (applied ? !state.applied() : !state.notApplied()) {
                String function = state.function().nameAddr() == 0
                        ? "noname"
                        : state.function().printedName();
                tools.log().print(Message.INCONSISTENT, target.name(), function);
                throw new HypervisorDiedException(tools.hypervisor()
                        .panicIn(
                                "livepatch_do_action",
                                format("livepatch: partially %s payload '%s'!", verb, target.name())));
            }
        }
    }

    @Override
    public void timedOut(String phase, int arrived, int expected) {
        tools.log().print(Message.TIMED_OUT, payload.name(), phase, arrived, expected);
        remarkOnHooks();
        setRc(payload, Errno.EBUSY.rc());
    }

    /** Tells what strict mode cannot foresee: a pre hook has run, and its post hook will not. */
    private void remarkOnHooks() {
        HookKind pre = command == ActionCommand.REVERT ? HookKind.PREREVERT : HookKind.PREAPPLY;
        HookKind post = command == ActionCommand.REVERT ? HookKind.POSTREVERT : HookKind.POSTAPPLY;
        if (tools.profile().strict()
                && tools.hooks().has(payload, pre)
                && tools.hooks().has(payload, post)) {
            tools.hypervisor()
                    .emit(new EventData.Remark(format(
                            "strict: the hook in %s of %s has run, but the one in %s will not run (quirk %d)",
                            pre.section(), payload.name(), post.section(), Quirk.POST_HOOK_MISSED.number())));
        }
    }

    @Override
    public void cpuMapsBusy(int masterCpu) {
        tools.log().print(Message.CPU_MAPS_BUSY_ON_CPU, payload.name(), masterCpu);
        setRc(payload, Errno.EBUSY.rc());
        ended(masterCpu);
    }

    @Override
    public void callingOthers(int masterCpu, int others) {
        tools.log().print(Message.IPI_OTHERS, payload.name(), masterCpu, others);
    }

    @Override
    public void finished(int masterCpu, boolean performed) {
        if (performed && command == ActionCommand.REVERT) {
            post(masterCpu, HookKind.POSTREVERT, Message.CALLING_POSTREVERT);
        } else if (performed && command == ActionCommand.APPLY) {
            post(masterCpu, HookKind.POSTAPPLY, Message.CALLING_POSTAPPLY);
        }
        tools.log().print(Message.FINISHED, payload.name(), command.name(), payload.rc());
        ended(masterCpu);
    }

    private void ended(int masterCpu) {
        tools.hypervisor().emit(masterCpu, new EventData.ActionEnded(command, payload.name(), payload.rc()));
    }

    private void post(int cpu, HookKind kind, Message message) {
        if (tools.hooks().has(payload, kind)) {
            tools.log().print(message, payload.name(), payload.rc());
            tools.hooks().call(cpu, payload, kind);
        }
    }

    @Override
    public void addTo(StateHash hash) {
        hash.add(command);
        payload.addTo(hash);
    }

    @Override
    public String toString() {
        return command + " " + payload.name();
    }

    private void setRc(Payload target, int rc) {
        target.struct().setRc(rc);
        tools.hypervisor().emit(new EventData.PayloadChanged(target.name(), target.state(), rc));
    }
}
