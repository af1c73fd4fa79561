// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What one of two hypervisors did in a step. */
sealed interface Side {

    /**
     * It lived.
     *
     * @param seen what was seen of the step and in the look afterwards, by the names of recorded cases
     */
    record Survived(ObjectNode seen) implements Side {}

    /** It died. */
    record Died(DeathReport report) implements Side {}

    /** It was dead by then. */
    record NotReached() implements Side {}
}
