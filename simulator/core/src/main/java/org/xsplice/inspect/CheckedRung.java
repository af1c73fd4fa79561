// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.Locale;
import org.xsplice.refusal.Check;

/**
 * A check of an upload, and what became of it.
 *
 * @param function the Xen function that makes it, as the release calls it
 */
public record CheckedRung(Check check, String function, State state) {
    /** What became of a check. */
    public enum State {
        PASSED,
        /** The first that fails: it refuses the payload. */
        REFUSES,
        /** The hypervisor dies while it is made. */
        DIES,
        /** There is nothing in the payload that it would be made of. */
        NOTHING,
        /** The hypervisor does not come so far. */
        NOT_REACHED;

        /** Returns the name that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
