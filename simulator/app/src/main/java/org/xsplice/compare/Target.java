// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.profile.Profile;

/**
 * The guest that payloads are made for.
 *
 * @param functions the functions that payloads patch: they only return something
 */
record Target(HypervisorImage image, Profile profile, List<Symbol> functions) {
    private static final List<String> LEAVES = List.of(
            "xen_extra_version",
            "xen_minor_version",
            "xen_major_version",
            "xen_compile_date",
            "xen_compiler",
            "xen_changeset");

    /**
     * Finds the functions.
     *
     * @throws ImageException if there are none
     */
    static Target of(HypervisorImage image, Profile profile) {
        List<Symbol> functions = new ArrayList<>();
        for (String name : LEAVES) {
            image.symbols().plain(name).flatMap(image.symbols()::covering).ifPresent(functions::add);
        }
        if (functions.isEmpty()) {
            throw new ImageException("the image has none of the functions that compare patches: " + LEAVES);
        }
        return new Target(image, profile, List.copyOf(functions));
    }
}
