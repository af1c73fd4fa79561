// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import org.xsplice.hypervisor.Death;

/** How an operation ended. */
public sealed interface Outcome {

    /**
     * It returned.
     *
     * @param rc 0 or more, or a negated error number
     */
    record Returned(int rc) implements Outcome {}

    /** The hypervisor died in it; every later operation ends the same way. */
    record Died(Death death) implements Outcome {}
}
