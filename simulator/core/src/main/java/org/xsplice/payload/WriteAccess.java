// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/**
 * How text becomes writable while it is patched. In 2016 arch_xsplice_patching_enter and
 * arch_xsplice_patching_leave (xen/arch/x86/xsplice.c) changed {@code CR0.WP}; since 2023 relax_virtual_region_perms and
 * tighten_virtual_region_perms (xen/common/virtual_region.c) change pages.
 */
record WriteAccess(Hypervisor hypervisor, Profile profile) {
    void enter(int cpu) {
        if (byWriteProtect()) {
            setWriteProtect(cpu, false);
        } else {
            hypervisor.regions().relax(profile.has(Feature.RODATA_RELAXED));
        }
    }

    void leave(int cpu) {
        if (byWriteProtect()) {
            setWriteProtect(cpu, true);
        } else {
            hypervisor.regions().tighten(profile.has(Feature.RODATA_RELAXED));
        }
    }

    private void setWriteProtect(int cpu, boolean on) {
        hypervisor.text().setWriteProtect(on);
        hypervisor.machine().cpu(cpu).setWriteProtect(on);
    }

    private boolean byWriteProtect() {
        return profile.has(Feature.WRITE_PROTECT_CLEARED);
    }
}
