// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.time.VirtualTime;

/** Something that will be done at a certain time. */
sealed interface Errand {
    /** Returns when. */
    VirtualTime due();

    /**
     * A CPU begins an activity, and decides when it does so the next time.
     *
     * @param chance where the activity's own stream of choices goes on
     */
    record Begin(VirtualTime due, Activity activity, long chance) implements Errand {}

    /** A virtual CPU that is blocked in its hypercall is woken. */
    record Wake(VirtualTime due, int cpu) implements Errand {}
}
