// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.machine.DataAccess;

/** What all CPUs share in the rendezvous: the fields of {@code livepatch_work}, and what else it goes by. */
public enum Variable {
    DO_WORK,
    SEMAPHORE,
    READY,
    CPU_MAPS,
    NMI_CALLBACK,
    DEADLINE,
    /** The lists and the states of payloads. */
    PAYLOADS;

    /** Stand for what the guest has not in its memory, one of each for every CPU. */
    private static final long WAKE_UPS = 0x100;

    private static final long FETCHED = 0x200;
    private static final long PASSAGES = 0x300;

    /** Returns the access made by reading it. */
    public DataAccess read() {
        return new DataAccess(ordinal(), 1, false);
    }

    /** Returns the access made by writing it. */
    public DataAccess written() {
        return new DataAccess(ordinal(), 1, true);
    }

    /** Returns the access made by waking a CPU, or by its going to sleep. */
    public static DataAccess wakeUpOf(int cpu) {
        return new DataAccess(WAKE_UPS + cpu, 1, true);
    }

    /** Returns the access made by making a CPU fetch its instructions again (a write), or by executing them (a read). */
    public static DataAccess fetchedBy(int cpu, boolean write) {
        return new DataAccess(FETCHED + cpu, 1, write);
    }

    /** Returns the access of a CPU that executes patched text, or begins or ends to execute guest code. */
    public static DataAccess passageOf(int cpu) {
        return new DataAccess(PASSAGES + cpu, 1, true);
    }
}
