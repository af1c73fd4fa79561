// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.List;
import java.util.OptionalLong;
import org.xsplice.chance.Chance;
import org.xsplice.schedule.Activity;
import org.xsplice.time.Duration;

/** The virtual CPUs of a host, one on each CPU, and what can happen to the CPUs themselves. */
public interface VirtualCpus {
    /**
     * Lets a virtual CPU make a hypercall that runs as guest code while time passes.
     *
     * @return false where that CPU's last one is not done yet, or the CPU is offline
     */
    boolean post(int cpu, int number, long... arguments);

    /** Returns whether a virtual CPU's last hypercall is still to be done. */
    boolean pending(int cpu);

    /** Returns what a virtual CPU's last hypercall returned; nothing where it has made none, or is not through with it. */
    OptionalLong result(int cpu);

    /** Wakes a virtual CPU that is blocked in its hypercall; returns false where it is not. */
    boolean wake(int cpu);

    /** Gives a CPU an NMI. */
    Outcome nmi(int cpu);

    /**
     * Begins to bring a CPU online or to take it offline.
     *
     * @param duration how long it takes
     * @return what {@code cpu_up} or {@code cpu_down} (xen/common/cpu.c) returns
     */
    Outcome plug(int cpu, boolean online, Duration duration);

    /** Returns whether a CPU is online. */
    boolean isOnline(int cpu);

    /**
     * Lets CPUs do things beside what is asked of the hypervisor, while time passes.
     *
     * @param chance decides where activities leave a choice
     */
    void play(List<Activity> activities, Chance chance);
}
