// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.machine.DataAccess;

/** What all CPUs share in the rendezvous: the fields of {@code livepatch_work}, and what else it goes by. */
enum Variable {
    DO_WORK,
    SEMAPHORE,
    READY,
    CPU_MAPS,
    NMI_CALLBACK,
    DEADLINE;

    /** Addresses below this stand for variables that the guest has not in its memory. */
    private static final long PER_CPU = 0x100;

    DataAccess read() {
        return new DataAccess(ordinal(), 1, false);
    }

    DataAccess written() {
        return new DataAccess(ordinal(), 1, true);
    }

    /** Returns the access of whoever wakes a CPU, or goes to sleep on it. */
    static DataAccess wakeUpOf(int cpu) {
        return new DataAccess(PER_CPU + cpu, 1, true);
    }
}
