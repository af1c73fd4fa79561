// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.hypervisor.Bridge;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Register;

/**
 * The functions of livepatch.c that hooks call back: in a guest that has them, the model does their work, so that its
 * lists and the guest's memory agree.
 */
final class GuestEntries {
    private GuestEntries() {}

    static void bridge(Hypervisor hypervisor, PayloadStore store, Patching patching, WriteAccess access) {
        enter(
                hypervisor,
                "revert_payload",
                cpu -> store.at(cpu.get(Register.RDI))
                        .map(payload -> patching.revert(cpu.id(), payload))
                        .orElse(0));
        enter(
                hypervisor,
                "apply_payload",
                cpu -> store.at(cpu.get(Register.RDI))
                        .map(payload -> patching.apply(cpu.id(), payload))
                        .orElse(0));
        enter(hypervisor, "revert_payload_tail", cpu -> {
            store.at(cpu.get(Register.RDI)).ifPresent(patching::revertTail);
            return 0;
        });
        enter(hypervisor, "relax_virtual_region_perms", cpu -> {
            access.enter(cpu.id());
            return 0;
        });
        enter(hypervisor, "tighten_virtual_region_perms", cpu -> {
            access.leave(cpu.id());
            return 0;
        });
        enter(hypervisor, "flush_area_local", cpu -> 0);
    }

    private interface Entry {
        int call(Cpu cpu);
    }

    private static void enter(Hypervisor hypervisor, String function, Entry entry) {
        Bridge bridge = entry::call;
        hypervisor.symbols().plain(function).ifPresent(address -> hypervisor.bridge(address, bridge));
    }
}
