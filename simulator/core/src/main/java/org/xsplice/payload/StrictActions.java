// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.Optional;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.PayloadState;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.loader.PatchFunction;
import org.xsplice.loader.PatchedBytes;
import org.xsplice.loader.PayloadLayout;
import org.xsplice.machine.Memory;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;
import org.xsplice.schedule.Scheduler;

/** What strict mode refuses of actions where the hypervisor would go on; outside strict mode nothing. */
final class StrictActions {
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final Scheduler scheduler;
    private final PayloadStore store;
    private final HookRunner hooks;
    private final Expectations expectations;

    StrictActions(
            Hypervisor hypervisor,
            Profile profile,
            Scheduler scheduler,
            PayloadStore store,
            HookRunner hooks,
            Expectations expectations) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.scheduler = scheduler;
        this.store = store;
        this.hooks = hooks;
        this.expectations = expectations;
    }

    void requireWholeName(String name) {
        if (profile.strict() && name.indexOf('\0') >= 0) {
            throw new StrictException(
                    Quirk.EARLY_NUL,
                    "the name has a NUL after " + name.indexOf('\0') + " characters",
                    "use a name without NUL");
        }
    }

    void requireState(Payload payload, ActionCommand command, PayloadState state) {
        if (profile.strict() && payload.state() != state) {
            throw new StrictException(
                    Quirk.WRONG_STATE,
                    format(
                            "%s is %s, but %s needs a payload that is %s",
                            payload.name(), payload.state(), command, state),
                    "ask for the state first, as the client does");
        }
    }

    /** The payload has data, was applied before, and shall be applied again. */
    void reapplied(Payload payload, Quirk quirk) {
        if (profile.strict()) {
            throw new StrictException(
                    quirk,
                    payload.name() + " has writable data and was applied before",
                    "unload it and upload it again, for fresh data");
        }
    }

    /** NODEPS is given. */
    void requireNothingHidden(Payload payload, BuildIdRule rule) {
        if (!profile.strict() || rule.met(payload)) {
            return;
        }
        List<PatchedBytes> patched = patched(payload);
        for (Payload other : store.applied()) {
            for (PatchedBytes theirs : patched(other)) {
                patched.stream().filter(theirs::overlaps).findFirst().ifPresent(ours -> {
                    throw new StrictException(
                            Quirk.NODEPS_OVERLAP,
                            format(
                                    "%s was not built to go on top of %s, and both patch %s",
                                    payload.name(), other.name(), place(ours)),
                            "build it on top of " + other.name() + ", or revert that first");
                });
            }
        }
    }

    private List<PatchedBytes> patched(Payload payload) {
        return payload.loaded().functions().stream()
                .map(function -> PatchedBytes.of(hypervisor, profile, function))
                .toList();
    }

    private String place(PatchedBytes patched) {
        return hypervisor.regions().describe(patched.address());
    }

    /** The action is about to be scheduled, and before that its pre hook to be called. */
    void requireScheduling(Payload payload, HookKind pre) {
        requireScheduling(payload, hooks.has(payload, pre) ? Quirk.POST_HOOK_MISSED : Quirk.RC_STUCK);
    }

    /** REPLACE, which has no pre hook, is about to be scheduled. */
    void requireScheduling(Payload payload) {
        requireScheduling(payload, Quirk.RC_STUCK);
    }

    private void requireScheduling(Payload payload, Quirk quirk) {
        if (!profile.strict() || !scheduler.workPending() && scheduler.cpuMapsFree()) {
            return;
        }
        String why = scheduler.workPending() ? "another action is pending" : "a CPU is going offline or coming online";
        throw new StrictException(
                quirk, why + "; " + payload.name() + " cannot be scheduled", "wait until that is over");
    }

    void requireNotPending(Payload payload, boolean scheduled) {
        if (profile.strict() && scheduled) {
            throw new StrictException(
                    Quirk.PENDING_UNLOAD, "an action of " + payload.name() + " is pending", "wait until it is over");
        }
    }

    void requireReplaceable(Payload payload) {
        if (!profile.strict()) {
            return;
        }
        if (payload.struct().reverted() && !payload.struct().safeToReapply()) {
            reapplied(payload, Quirk.REPLACE_REAPPLIES);
        }
        requireNoFailingHook(payload, HookKind.APPLY);
        store.applied().forEach(other -> requireNoFailingHook(other, HookKind.REVERT));
        TextSource then = new RevertedText(hypervisor.text(), hypervisor.memory(), store.applied());
        Optional<PatchFunction> unmet = expectations.unmet(payload, then);
        if (unmet.isPresent()) {
            throw new StrictException(
                    Quirk.FAILED_REPLACE,
                    format("%s will not be as %s expects", unmet.get().printedName(), payload.name()),
                    "build the payload for the hypervisor without any payload applied");
        }
    }

    private void requireNoFailingHook(Payload payload, HookKind kind) {
        if (hooks.has(payload, kind)) {
            throw new StrictException(
                    Quirk.FAILED_REPLACE,
                    format("%s has a hook in %s, which may fail", payload.name(), kind.section()),
                    "revert and apply one after the other");
        }
    }

    /** The payload is about to go. */
    void requireNoUsers(Payload payload) {
        if (!profile.strict()) {
            return;
        }
        for (Payload other : store.loaded()) {
            if (other != payload) {
                use(payload, other).ifPresent(use -> {
                    throw new StrictException(
                            Quirk.USERS_LEFT,
                            format("%s %s of %s", other.name(), use, payload.name()),
                            "unload " + other.name() + " first");
                });
            }
        }
    }

    /** Tells what a payload has to do with another one; nothing where they are strangers. */
    private static Optional<String> use(Payload provider, Payload user) {
        Optional<String> patched = user.loaded().functions().stream()
                .filter(function -> within(provider, function.oldAddr()))
                .findFirst()
                .map(function -> "patches " + function.printedName());
        return patched.or(() -> user.loaded().imports().stream()
                .filter(symbol -> within(provider, symbol.address()))
                .findFirst()
                .map(symbol -> "uses " + symbol.name()));
    }

    private static boolean within(Payload payload, long address) {
        PayloadLayout layout = payload.loaded().layout();
        return Long.compareUnsigned(address - layout.textAddr(), (long) layout.pages() * Memory.PAGE_SIZE) < 0;
    }
}
