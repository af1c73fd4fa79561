// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.List;
import java.util.Optional;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.HypervisorView;
import org.xsplice.hypervisor.InstructionCount;
import org.xsplice.machine.Checkpoint;
import org.xsplice.schedule.Goal;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * The door to a simulated host: the sub-operations of {@code XEN_SYSCTL_livepatch_op} (xen/include/public/sysctl.h), what
 * else an operator can do to it, and time. Scenarios and tools know hosts only through this interface. Planes model, xen and both implement
 * it: the first models live patching in Java, the second executes Xen's own code, the third compares them.
 *
 * <p>Actions are asynchronous, as on a real Xen: {@link #action} returns 0 when the work is scheduled, and it is done while
 * time passes. Time passes only when it is asked to: by {@link #run} and {@link #finishAction}, or by {@link #begin} and
 * then {@link #turn} after turn. A host can be kept between two turns.
 *
 * <p>Every operation returns an {@link Outcome}: a return value, or the death of the hypervisor. A dead host stays dead, and
 * returns its death to each further operation, until a {@link Checkpoint} from before is put back.
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
     * @param count at most this many entries; 0 asks only for their number
     */
    ListReply list(int index, int count);

    /**
     * {@code XEN_SYSCTL_LIVEPATCH_ACTION}.
     *
     * @param command as in {@link ActionCommand#code}; others are refused by the hypervisor
     * @param timeout for gathering the CPUs; {@link Duration#ZERO} means 30 ms
     * @param flags see {@link ActionCommand#NODEPS}
     */
    Outcome action(int command, String name, Duration timeout, int flags);

    /**
     * Makes a call of {@code livepatch_op} just as given, with its flaws.
     *
     * @return what it returned; of LIST the number of entries
     */
    Outcome sysctl(SysctlCall call);

    /** Switches on this trouble, and all others off. */
    Outcome cause(Trouble trouble);

    /** Presses a debug key on the console. */
    Outcome key(char key);

    /**
     * Begins to let time pass, turn by turn: each {@link #turn} does one thing that cannot be interrupted.
     *
     * @param until what ends it
     * @param max it ends then at the latest
     */
    void begin(Goal.Until until, Duration max);

    /**
     * Lets the next CPU have its turn. A host that is kept between two turns goes on from there as if it had not been.
     *
     * @return nothing while there is more to do; else how it ended
     */
    Optional<Outcome> turn();

    /**
     * Sets what is called before each turn of a CPU, and now and then while guest code is executed that takes long.
     *
     * @param follower may end what is being done by an exception; the host cannot be used after that
     */
    void follow(Runnable follower);

    /** Lets virtual time pass. */
    default Outcome run(Duration duration) {
        return pass(Goal.Until.END, duration);
    }

    /** Lets virtual time pass until no action is pending and all CPUs go on, but no longer than {@code max}. */
    default Outcome finishAction(Duration max) {
        return pass(Goal.Until.WORK_OVER, max);
    }

    private Outcome pass(Goal.Until until, Duration max) {
        begin(until, max);
        Optional<Outcome> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            outcome = turn();
        }
        return outcome.get();
    }

    /**
     * Begins to count the instructions of guest code, or ends it: this finds a moment within a turn.
     *
     * @param count may break a turn off by {@link org.xsplice.hypervisor.MomentReachedException}
     */
    void count(Optional<InstructionCount> count);

    /** Returns whether an action has been scheduled and is not over. */
    boolean actionPending();

    /** Returns the virtual CPUs that can make hypercalls, where there are any. */
    Optional<VirtualCpus> virtualCpus();

    /**
     * Calls a function of the guest on a CPU, at once and without time passing. If the function does not return, the hypervisor dies.
     *
     * @param function name of a symbol that the guest has
     * @param arguments up to six integers or pointers
     */
    CallReply call(int cpu, String function, long... arguments);

    /**
     * Returns which instruction of the image's own code decided the last operation, one line for people; an empty string if that is not followed.
     */
    String decision();

    /** Returns what the hypervisor calls an address, as {@code %pS} prints it; an empty string where it is no text. */
    String nameOf(long address);

    /** Returns what time it is in the machine. */
    VirtualTime now();

    /** Returns a view of the hypervisor, for looking only. */
    HypervisorView hypervisor();

    /** Returns the status of all payloads, as repeated calls of {@link #list} would. */
    default List<PayloadStatus> statuses() {
        return list(0, 1024).entries();
    }

    /**
     * Keeps the whole host, at any moment between two turns: memory, page tables, registers, and all that its parts
     * remember. It costs what has been written since the last one was kept.
     */
    Checkpoint keep();

    @Override
    void close();
}
