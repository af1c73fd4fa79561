// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

/** {@code struct livepatch_work} (xen/common/livepatch.c), and what the master keeps on its stack. */
final class LivepatchWork implements Cloneable {
    PatchWork data;
    long timeoutNs;
    boolean doWork;
    int semaphore;
    boolean ready;
    /** The NMI callback that swallows NMIs is installed. */
    boolean nmiMasked;
    /** It was so already when the master came: what it puts back is what it found. */
    boolean nmiFoundMasked;

    /** What the master took {@link #data} for. */
    PatchWork taken;
    /** How many CPUs the master waits for. */
    int cpus;
    /** The CPU that it calls next. */
    int nextToCall;

    long deadline;
    /** The deadline has passed, whatever the clock says. */
    boolean expired;

    boolean actionDone;
    /** An action was done after the deadline, and not all CPUs had come. */
    boolean actedLate;
    /** How many writes to text are made only after the rendezvous. */
    int lateWrites;

    LivepatchWork copy() {
        try {
            return (LivepatchWork) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Mixes what it holds into a hash; times do not count. */
    long hash(long seed) {
        long flags = (doWork ? 1 : 0)
                | (ready ? 2 : 0)
                | (nmiMasked ? 4 : 0)
                | (expired ? 8 : 0)
                | (actionDone ? 16 : 0)
                | (nmiFoundMasked ? 32 : 0);
        long hash = seed * 31 + semaphore;
        hash = hash * 31 + flags;
        hash = hash * 31 + cpus;
        hash = hash * 31 + nextToCall;
        hash = hash * 31 + lateWrites;
        hash = hash * 31 + String.valueOf(data).hashCode();
        return hash * 31 + String.valueOf(taken).hashCode();
    }
}
