// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Optional;

/**
 * What one CPU does again and again, in virtual time, beside what is asked of the hypervisor.
 *
 * @param lasts how long it does it each time
 * @param every from one beginning to the next; nothing where it does it once. A beginning that finds the CPU still at it,
 *     or offline, is left out
 * @param phase when it begins for the first time
 */
public record Activity(int cpu, Doing doing, Span lasts, Optional<Span> every, Span phase) {
    /** Returns it at this many per cent of its load: each time as much longer or shorter. */
    public Activity atLoad(int percent) {
        return new Activity(cpu, doing, lasts.scaled(percent), every, phase);
    }
}
