// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

/** {@code struct livepatch_work} (xen/common/livepatch.c), and what has become of it. */
final class LivepatchWork implements Cloneable {
    PatchWork data;
    long timeoutNs;
    boolean doWork;
    int semaphore;
    boolean ready;
    /** The NMI callback that swallows NMIs is installed. */
    boolean nmiMasked;
    /** {@code saved_nmi_callback} (xen/arch/x86/livepatch.c), which is put back, is the one that swallows NMIs. */
    boolean savedNmiMasked;
    /** An action was done after the deadline, and not all CPUs had come. */
    boolean actedLate;

    LivepatchWork copy() {
        try {
            return (LivepatchWork) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Mixes what it holds into a hash; times do not count. */
    long hash(long seed) {
        long flags = (doWork ? 1 : 0) | (ready ? 2 : 0) | (nmiMasked ? 4 : 0) | (savedNmiMasked ? 8 : 0);
        long hash = seed * 31 + semaphore;
        hash = hash * 31 + flags;
        return hash * 31 + String.valueOf(data).hashCode();
    }
}
