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
    void enter() {
        if (byWriteProtect()) {
            hypervisor.text().setWriteProtect(false);
        } else {
            hypervisor.regions().relax();
        }
    }

    void leave() {
        if (byWriteProtect()) {
            hypervisor.text().setWriteProtect(true);
        } else {
            hypervisor.regions().tighten();
        }
    }

    private boolean byWriteProtect() {
        return profile.has(Feature.WRITE_PROTECT_CLEARED);
    }
}
