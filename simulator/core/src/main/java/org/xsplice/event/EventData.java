// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import java.util.List;
import org.xsplice.time.Duration;

/**
 * The kinds of events: everything that can be observed of a host. An {@link Event} adds when and on which CPU.
 *
 * <p>The layers below emit them; those above make transcripts, traces and reports of them, without a look at another part's
 * private state. A new kind is a new record here; the compiler then finds the switches that must handle it.
 *
 * <p>They come in groups. An operation is between OperationStarted and OperationEnded; what refuses it is a CheckFailed or
 * StrictRefused in between. An action that was accepted goes on after its operation: ActionScheduled, then CpuPhase,
 * InterruptSent and InterruptTaken while CPUs are gathered, then Quiesced or RendezvousTimedOut, then ActionEnded. TextWritten,
 * HookCalled, PayloadChanged and ConsoleLine can come at any time, HypervisorDied at most once.
 */
public sealed interface EventData {

    /**
     * A line on the hypervisor's console, without its {@code (XEN) } prefix.
     *
     * @param line the text, without line end
     */
    record ConsoleLine(String line) implements EventData {}

    /**
     * Something the simulator itself wants to say; no hypervisor prints it.
     *
     * @param text one line
     */
    record Remark(String text) implements EventData {}

    /**
     * A control-plane operation began.
     *
     * @param operation for example {@code UPLOAD} or {@code APPLY}; text, since an action that no hypervisor knows is one
     *     too: {@code ACTION 17}
     * @param payload name of the payload, or an empty string
     */
    record OperationStarted(String operation, String payload) implements EventData {
        /** The operation that changes nothing and asks for the result of an action. */
        public static final String GET = "GET";
    }

    /**
     * A control-plane operation returned.
     *
     * @param rc the hypercall's return value: 0 or more, or a negated error number
     */
    record OperationEnded(String operation, String payload, int rc) implements EventData {}

    /**
     * A check of the hypervisor refused something.
     *
     * @param check name of the check; text, since the checks are those of packages above, which declare them
     * @param function the Xen function that makes it
     * @param rc the negated error number
     * @param fileOffset offset of the offending bytes in the payload file, or -1 where there is no such place
     * @param why the reason, for people
     * @param mend what would help, for people
     * @param cause what is wrong as a whole, for people, or an empty string
     */
    record CheckFailed(String check, String function, int rc, long fileOffset, String why, String mend, String cause)
            implements EventData {}

    /**
     * Strict mode refused what the hypervisor would have accepted to its own harm.
     *
     * @param quirk number of the quirk in docs/facts.md, section 10
     * @param harm what the hypervisor does there
     * @param fileOffset offset of the offending bytes in the payload file, or -1 where there is no such place
     * @param why the reason, for people
     * @param mend what would help, for people
     */
    record StrictRefused(int quirk, String harm, long fileOffset, String why, String mend) implements EventData {}

    /**
     * Bytes of executable memory changed.
     *
     * @param address virtual address of the first byte
     * @param before bytes that were there
     * @param after bytes that are there now
     * @param cause why, for example {@code apply xen_hello_world}
     */
    record TextWritten(long address, ByteString before, ByteString after, String cause) implements EventData {}

    /**
     * The bytes at a patch point were read back and disassembled.
     *
     * @param address virtual address of the patch point
     * @param text the disassembly
     */
    record TextVerified(long address, String text) implements EventData {}

    /**
     * A payload changed its state or its return code.
     *
     * @param state {@code UNLOADED} when it is gone
     * @param rc 0 or a negated error number
     */
    record PayloadChanged(String payload, PayloadState state, int rc) implements EventData {}

    /**
     * An action has been accepted, and CPUs are going to be gathered for it.
     *
     * @param command {@code APPLY}, {@code REVERT} or {@code REPLACE}
     * @param timeout for gathering them
     */
    record ActionScheduled(ActionCommand command, String payload, Duration timeout) implements EventData {}

    /** All CPUs stand still for an action, which begins now. */
    record Quiesced(ActionCommand command, String payload) implements EventData {}

    /**
     * The CPUs for an action did not come in time.
     *
     * @param phase {@code CPU} where they were to come, {@code IRQ} where they were to switch interrupts off
     * @param late those that had not, by number
     */
    record RendezvousTimedOut(String phase, List<LateCpu> late) implements EventData {
        public RendezvousTimedOut {
            late = List.copyOf(late);
        }
    }

    /**
     * An action is over.
     *
     * @param rc 0 or a negated error number
     */
    record ActionEnded(ActionCommand command, String payload, int rc) implements EventData {}

    /**
     * A hook of a payload was called and returned.
     *
     * @param section the section of the payload that points to it
     * @param result what it returned; of a hook without result, whatever was in the register
     */
    record HookCalled(String payload, String section, int result) implements EventData {}

    /**
     * A CPU entered another phase of the rendezvous.
     *
     * @param semaphore value of the semaphore then
     */
    record CpuPhase(org.xsplice.event.CpuPhase phase, int semaphore) implements EventData {}

    /**
     * A CPU asked another one, or itself, to look at something.
     *
     * @param target number of the CPU that is asked
     */
    record InterruptSent(int target, InterruptKind kind) implements EventData {}

    /**
     * A CPU acts on what it was asked for.
     *
     * @param from number of the CPU that asked, or {@link Event#NO_CPU}
     * @param kind as it was sent
     */
    record InterruptTaken(int from, InterruptKind kind) implements EventData {}

    /** An interrupt came to a CPU and was dropped. */
    record InterruptLost(InterruptKind kind) implements EventData {}

    /**
     * A virtual CPU makes a hypercall.
     *
     * @param number of the hypercall
     */
    record HypercallMade(int number) implements EventData {}

    /**
     * A virtual CPU's hypercall has returned.
     *
     * @param result what it returned
     */
    record HypercallReturned(long result) implements EventData {}

    /**
     * A CPU was taken away from the hypervisor for a time: it executes nothing.
     *
     * @param duration how long
     */
    record CpuStolen(Duration duration) implements EventData {}

    /**
     * A CPU begins to go online or offline; when it is done, it enters another phase.
     *
     * @param online whether it goes online
     * @param rc 0 where that has begun, or a negated error number
     */
    record CpuPlugged(boolean online, int rc) implements EventData {}

    /**
     * A function of the guest was called and returned.
     *
     * @param function its name
     * @param result RAX as a signed number
     */
    record GuestCalled(String function, long result) implements EventData {}

    /**
     * The hypervisor died.
     *
     * @param summary one line: kind of death, address, where
     * @param report the lines that a real one would print
     */
    record HypervisorDied(String summary, List<String> report) implements EventData {}
}
