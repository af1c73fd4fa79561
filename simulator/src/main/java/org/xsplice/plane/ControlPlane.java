// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.List;
import java.util.OptionalLong;
import org.xsplice.chance.Chance;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.schedule.Activity;

/**
 * The sub-operations of {@code XEN_SYSCTL_livepatch_op} (xen/include/public/sysctl.h) on a simulated host, and what else
 * an operator can do to it. Actions are asynchronous: they return when the work is scheduled, and it is done while time
 * passes.
 */
public interface ControlPlane extends AutoCloseable {
    /** {@code XEN_SYSCTL_LIVEPATCH_UPLOAD}. */
    Outcome upload(String name, byte[] payload);

    /** {@code XEN_SYSCTL_LIVEPATCH_GET}. */
    GetReply get(String name);

    /**
     * {@code XEN_SYSCTL_LIVEPATCH_LIST}.
     *
     * @param index of the first payload
     * @param count at most so many; 0 asks only how many there are
     */
    ListReply list(int index, int count);

    /**
     * {@code XEN_SYSCTL_LIVEPATCH_ACTION}.
     *
     * @param command as in {@link ActionCommand#code}; others are refused by the hypervisor
     * @param timeoutNs for gathering the CPUs, in nanoseconds; 0 means 30 ms
     * @param flags see {@link ActionCommand#NODEPS}
     */
    Outcome action(int command, String name, long timeoutNs, int flags);

    /**
     * Makes a call of {@code livepatch_op} as it is, with its flaws.
     *
     * @return what it returned; of LIST the number of entries
     */
    default Outcome sysctl(SysctlCall call) {
        throw new UnsupportedOperationException("this host takes well-formed calls only");
    }

    /** Puts the hypervisor in this trouble, and in no other, from now on. */
    default Outcome cause(Trouble trouble) {
        throw new UnsupportedOperationException("this host gets into no trouble");
    }

    /** Presses a debug key on the console. */
    Outcome key(char key);

    /** Lets virtual time pass. */
    Outcome run(long ns);

    /** Lets virtual time pass until no action is pending and all CPUs go on, but no longer than {@code maxNs}. */
    Outcome finishAction(long maxNs);

    /** Returns whether an action has been scheduled and is not over. */
    boolean actionPending();

    /** Returns whether there are virtual CPUs that can make hypercalls. */
    default boolean hasVirtualCpus() {
        return false;
    }

    /**
     * Lets a virtual CPU make a hypercall that runs as guest code while time passes.
     *
     * @return false where that CPU's last one is not done yet, or this guest has no virtual CPUs
     */
    boolean postHypercall(int cpu, int number, long... arguments);

    /** Returns what a virtual CPU's last hypercall returned; nothing where it has made none, or is not through with it. */
    default OptionalLong hypercallResult(int cpu) {
        return OptionalLong.empty();
    }

    /** Wakes a virtual CPU that is blocked in its hypercall; returns false where it is not. */
    default boolean wakeVirtualCpu(int cpu) {
        return false;
    }

    /** Gives a CPU an NMI; nothing happens where {@link #hasVirtualCpus} is false. */
    default Outcome nmi(int cpu) {
        return new Outcome.Returned(0);
    }

    /**
     * Begins to bring a CPU online or to take it offline, where {@link #hasVirtualCpus}.
     *
     * @param durationNs how long it takes
     * @return what {@code cpu_up} or {@code cpu_down} (xen/common/cpu.c) returns
     */
    default Outcome plug(int cpu, boolean online, long durationNs) {
        return new Outcome.Returned(Errno.ENOSYS.rc());
    }

    /** Returns whether a CPU is online. */
    default boolean isOnline(int cpu) {
        return true;
    }

    /**
     * Lets CPUs do things beside what is asked of the hypervisor, while time passes, where {@link #hasVirtualCpus}.
     *
     * @param chance decides where activities leave a choice
     */
    default void play(List<Activity> activities, Chance chance) {
        throw new UnsupportedOperationException("this host runs no virtual CPUs");
    }

    /**
     * Calls a function of the guest on a CPU, at once and without time passing. The hypervisor dies where it does not
     * return.
     *
     * @param function name of a symbol that the guest has
     * @param arguments up to six integers or pointers
     */
    CallReply call(int cpu, String function, long... arguments);

    /**
     * Returns which instruction of the image's own code decided the last operation, one line for people; an empty string
     * where that is not followed.
     */
    default String decision() {
        return "";
    }

    /** Returns what the hypervisor calls an address, as {@code %pS} prints it; an empty string where it is no text. */
    default String nameOf(long address) {
        return hypervisor().regions().name(address);
    }

    /** Returns the virtual time, in nanoseconds since the machine was started. */
    long now();

    /** Returns the hypervisor that all this is done to. */
    Hypervisor hypervisor();

    /** Returns the status of all payloads, as repeated calls of {@link #list} would. */
    default List<PayloadStatus> statuses() {
        return list(0, 1024).entries();
    }

    @Override
    void close();
}
