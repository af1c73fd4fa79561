// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.hypervisor.Hypervisor;

/**
 * Where a payload lies in memory.
 *
 * @param pages number of pages of all three regions together; 0 before anything was allocated
 * @param safeToReapply whether nothing in it can have changed by running: it may be applied again after a revert
 */
public record PayloadLayout(
        long textAddr,
        long textSize,
        long rwAddr,
        long rwSize,
        long roAddr,
        long roSize,
        int pages,
        boolean safeToReapply) {

    /** The layout of a payload for which there is no memory yet. */
    static PayloadLayout none() {
        return new PayloadLayout(0, 0, 0, 0, 0, 0, 0, false);
    }

    void free(Hypervisor hypervisor) {
        if (pages != 0) {
            hypervisor.vmalloc().free(textAddr);
        }
    }
}
