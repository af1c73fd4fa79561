// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import org.xsplice.time.VirtualTime;

/**
 * One thing that happened in the simulated machine.
 *
 * @param time when
 * @param cpu number of the CPU on which it happened, or {@link #NO_CPU}
 * @param data what happened
 */
public record Event(VirtualTime time, int cpu, EventData data) {
    /** The event belongs to no CPU. */
    public static final int NO_CPU = -1;
}
