// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.text.FilePosition;

/**
 * The hypervisor of a scenario.
 *
 * @param name as in the file
 * @param place where the file names it, or the file's beginning
 */
public record Guest(String name, FilePosition place, HypervisorImage image) {
    /** Returns whether it is one of this project's own. */
    public boolean embedded() {
        return EmbeddedGuest.of(name).isPresent();
    }
}
