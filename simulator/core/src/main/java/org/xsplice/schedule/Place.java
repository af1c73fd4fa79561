// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.event.CpuPhase;

/**
 * Where a CPU stands. All but the first four are places in check_for_livepatch_work (xen/common/livepatch.c); from one to
 * the next, a CPU makes at most one access to what all share.
 */
public enum Place {
    /** Executes guest code. */
    GUEST(CpuPhase.RUNNING),
    /** Sleeps in the idle loop. */
    HALTED(CpuPhase.HALTED),
    /** Is not there: it has been unplugged. */
    OFFLINE(CpuPhase.OFFLINE),
    /** Is about to come to the check, where there is no idle loop to execute. */
    WAKING(CpuPhase.WAKING),

    CHECK_DO_WORK(CpuPhase.ENTERED),
    INC_AND_TEST(CpuPhase.ENTERED),

    /** Master from here on. */
    GET_CPU_MAPS(CpuPhase.ENTERED),
    MASK_NMI(CpuPhase.ENTERED),
    SCHEDULE_TASKLETS(CpuPhase.ENTERED),
    SET_TIMEOUT(CpuPhase.ENTERED),
    SPIN_CPU(CpuPhase.MASTER_WAITS_FOR_CPUS),
    RESET_SEMAPHORE(CpuPhase.MASTER_WAITS_FOR_CPUS),
    SET_READY(CpuPhase.MASTER_WAITS_FOR_CPUS),
    SPIN_IRQ(CpuPhase.MASTER_WAITS_FOR_IRQS),
    DO_ACTION(CpuPhase.MASTER_WAITS_FOR_IRQS),
    /** The bytes of the action are written one by one. */
    WRITE_TEXT(CpuPhase.MASTER_WAITS_FOR_IRQS),
    POST_ACTION(CpuPhase.MASTER_WAITS_FOR_IRQS),
    UNMASK_NMI(CpuPhase.MASTER_WAITS_FOR_IRQS),
    CLEAR_DO_WORK(CpuPhase.MASTER_WAITS_FOR_IRQS),
    /** With {@link ProtocolFault#ONE_BY_ONE}: the functions after the first are written. */
    WRITE_LATE(CpuPhase.MASTER_WAITS_FOR_IRQS),
    PUT_CPU_MAPS(CpuPhase.MASTER_WAITS_FOR_IRQS),

    /** Slave from here on. */
    SPIN_READY(CpuPhase.SLAVE_WAITS_READY),
    SIGNAL(CpuPhase.SLAVE_WAITS_READY),
    SPIN_DONE(CpuPhase.SLAVE_WAITS_DONE),
    SLAVE_POST_ACTION(CpuPhase.SLAVE_WAITS_DONE),

    LEAVE(CpuPhase.SLAVE_WAITS_DONE);

    private final CpuPhase phase;

    Place(CpuPhase phase) {
        this.phase = phase;
    }

    CpuPhase phase() {
        return phase;
    }

    /** Returns whether the CPU does nothing by itself. */
    public boolean sleeps() {
        return this == HALTED || this == OFFLINE;
    }

    /** Returns whether the CPU is in the rendezvous. */
    public boolean inside() {
        return ordinal() >= CHECK_DO_WORK.ordinal();
    }

    /** Returns whether the CPU stays here until something holds. */
    public boolean spins() {
        return this == SPIN_CPU || this == SPIN_IRQ || this == SPIN_READY || this == SPIN_DONE;
    }

    /** Returns whether the CPU has its interrupts off here. */
    public boolean interruptsOff() {
        return switch (this) {
            case DO_ACTION, WRITE_TEXT, POST_ACTION, SIGNAL, SPIN_DONE, SLAVE_POST_ACTION -> true;
            default -> false;
        };
    }
}
