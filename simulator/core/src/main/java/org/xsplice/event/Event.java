// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

/**
 * One thing that happened in the simulated machine.
 *
 * @param timeNs virtual time, in nanoseconds since the machine was started
 * @param cpu number of the CPU on which it happened, or {@link #NO_CPU}
 * @param data what happened
 */
public record Event(long timeNs, int cpu, EventData data) {
    /** The event belongs to no CPU. */
    public static final int NO_CPU = -1;
}
