// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

/**
 * What a master keeps on its stack. There may be two for a moment: work can be scheduled again as soon as {@code do_work}
 * is clear, and the first master is not out by then.
 */
final class Master implements Cloneable {
    /** What it has taken to do. */
    final PatchWork work;
    /** How many CPUs it waits for. */
    int cpus;
    /** The CPU that it calls next. */
    int nextToCall;

    long deadline;
    /** The deadline has passed, whatever the clock says. */
    boolean expired;

    boolean actionDone;
    /** How many writes to text are made only after the rendezvous. */
    int lateWrites;

    Master(PatchWork work) {
        this.work = work;
    }

    Master copy() {
        try {
            return (Master) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Mixes what it holds into a hash; times do not count. */
    long hash(long seed) {
        long flags = (expired ? 1 : 0) | (actionDone ? 2 : 0);
        long hash = seed * 31 + flags;
        hash = hash * 31 + cpus;
        hash = hash * 31 + nextToCall;
        hash = hash * 31 + lateWrites;
        return hash * 31 + work.toString().hashCode();
    }
}
