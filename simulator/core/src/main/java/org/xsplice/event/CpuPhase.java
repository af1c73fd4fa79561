// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

/** What a CPU is doing. All but the first four are places in check_for_livepatch_work (xen/common/livepatch.c). */
public enum CpuPhase {
    /** Executes guest code. */
    RUNNING,
    /** Sleeps in the idle loop until it is woken. */
    HALTED,
    /** Is not there: it has been unplugged. */
    OFFLINE,
    /** Has been woken where there is no idle loop to execute, and comes to the point where work is checked in a moment. */
    WAKING,
    /** Has come to the point where live-patch work is checked. */
    ENTERED,
    /** Master: waits for the others to come. */
    MASTER_WAITS_FOR_CPUS,
    /** Master: waits for the others to disable interrupts. */
    MASTER_WAITS_FOR_IRQS,
    /** Slave: waits for the master's signal. */
    SLAVE_WAITS_READY,
    /** Slave: interrupts are off; waits for the patching to be over. */
    SLAVE_WAITS_DONE
}
