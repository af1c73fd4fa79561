// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.List;

/**
 * The end of the hypervisor: what a real one would have printed last.
 *
 * @param cause for example {@code FATAL PAGE FAULT}
 * @param summary one line for people
 * @param report console lines, as Xen's own
 */
public record Death(String cause, String summary, List<String> report) {
    /** The cause of a death that a real hypervisor would say nothing about: it just does not come back. */
    public static final String ENDLESS_LOOP = "ENDLESS LOOP";

    /** The cause of an end that is not the hypervisor's: its code needs what this machine does not emulate. */
    public static final String NOT_EMULATED = "NOT EMULATED";

    /** Returns whether nothing can be said about how a real hypervisor would go on. */
    public boolean notEmulated() {
        return cause.equals(NOT_EMULATED);
    }
}
