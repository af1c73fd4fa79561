// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.event.EventData;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.loader.Hooks;
import org.xsplice.profile.HookKind;

/** Runs the hooks of payloads: guest code, on a CPU of the guest. */
final class HookRunner {
    private final Hypervisor hypervisor;

    HookRunner(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    /** Returns whether a payload has a hook of this kind. */
    boolean has(Payload payload, HookKind kind) {
        return payload.loaded().hooks().enabled(hypervisor.memory(), kind) != 0;
    }

    /** Returns whether a payload has a hook that may refuse or undo. Models {@code has_payload_any_vetoing_hooks}. */
    boolean hasVetoing(Payload payload) {
        for (HookKind kind : HookKind.values()) {
            if (kind.vetoing() && has(payload, kind)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Calls a pre, action or post hook with the payload's struct.
     *
     * @return what it returns; of a hook without result, whatever is in the register
     * @throws org.xsplice.hypervisor.HypervisorDiedException if it dies
     */
    int call(int cpu, Payload payload, HookKind kind) {
        long function = payload.loaded().hooks().enabled(hypervisor.memory(), kind);
        return call(cpu, payload, kind, function, payload.struct().address());
    }

    /** Calls all load or unload hooks, in order. */
    void callAll(int cpu, Payload payload, HookKind kind) {
        Hooks.Pointers pointers = payload.loaded().hooks().of(kind);
        for (long i = 0; i < pointers.count(); i++) {
            call(cpu, payload, kind, pointers.function(hypervisor.memory(), i));
        }
    }

    private int call(int cpu, Payload payload, HookKind kind, long function, long... arguments) {
        int result = (int) hypervisor.call(cpu, function, arguments);
        hypervisor.emit(cpu, new EventData.HookCalled(payload.name(), kind.section(), result));
        return result;
    }
}
