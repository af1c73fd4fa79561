// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import java.util.function.Consumer;

/**
 * One emulated CPU. It runs only while {@link #run} does, on the thread that calls it.
 *
 * <p>What a {@link Snapshot} has of it, its state, is: all registers, also those that {@link Register} does not name; where
 * it lags behind, and what it sees there; whether it is to pass a breakpoint. What stays as it is when a snapshot is
 * restored is how it is looked at: breakpoints, what is watched and traced, the observers, the count of instructions.
 *
 * <p>What counts as one instruction, for budgets, counts and breakpoints: each instruction that has been executed to its end,
 * HLT too; of a string instruction with a REP prefix, each iteration, and the look at the counter that ends it.
 */
public interface Cpu {
    /** Returns its number, from 0. */
    int id();

    long get(Register register);

    void set(Register register, long value);

    /** Returns RFLAGS.IF. */
    default boolean interruptsEnabled() {
        return (get(Register.RFLAGS) & 1 << 9) != 0;
    }

    /** Sets RFLAGS.IF. */
    default void enableInterrupts() {
        set(Register.RFLAGS, get(Register.RFLAGS) | 1 << 9);
    }

    /**
     * Sets {@code CR0.WP}: while it is clear, guest code on this CPU can write to pages that it may only read.
     *
     * @see Machine#obeysWriteProtect
     */
    void setWriteProtect(boolean on);

    /**
     * Runs guest code until something stops it. So a run of n instructions ends where n runs of one instruction do.
     *
     * @param rip where to begin
     * @param maxInstructions executes exactly this many instructions, unless something stops it earlier; must be positive. A
     *     breakpoint at the next one is not reached then
     */
    Stop run(long rip, long maxInstructions);

    /**
     * Runs guest code until something stops it, or up to an instruction that is watched or that accesses what is.
     *
     * @param rip where to begin
     * @param maxInstructions at most this many instructions; must be positive
     */
    Stop runToWatched(long rip, long maxInstructions);

    /** Stops this CPU when it is about to execute the instruction at this address; once is enough for an owner. */
    void addBreakpoint(BreakpointOwner owner, long address);

    /** Removes the breakpoint that this owner has set at an address, if it has; those of others stay. */
    void removeBreakpoint(BreakpointOwner owner, long address);

    /**
     * Watches data, for good.
     *
     * @param first must be mapped, and stay so, up to the last
     * @param last address of the last byte
     */
    void watchData(long first, long last);

    /**
     * Watches the instructions that begin in a range, for good.
     *
     * @param last address of the last byte
     */
    void watchCode(long first, long last);

    /**
     * Tells, for good, which instructions are executed in a range: in portions without a branch, each once it has been.
     *
     * @param last address of the last byte
     */
    void traceCode(long first, long last, CodeObserver observer);

    /**
     * Stops, for good, before each {@link PrivilegedInstruction} that begins in a range.
     *
     * @param last address of the last byte
     */
    void stopAtPrivileged(long first, long last);

    /** Tells from now on of each access to what is watched, when it is made; executing an instruction reads it. */
    void observe(Consumer<DataAccess> observer);

    /** Counts instructions from 0 again. */
    void countInstructions();

    /** Returns how many instructions have been executed since the CPU is there, or {@link #countInstructions} was called. */
    long instructions();

    /** Makes the next {@link #run} not stop at a breakpoint on its first instruction, whatever its owner. */
    void passBreakpointOnce();

    /**
     * Makes this CPU lag behind: what it sees of the page of an address stays as it is now, whatever others write there,
     * until it catches up. So a processor may go on executing old instructions until it serializes (Intel SDM volume 3,
     * section 9.1.3).
     *
     * @throws RuntimeException if the engine cannot, with what to install
     */
    void lag(long address);

    /** Makes this CPU see the present content of all memory. */
    void catchUp();

    /**
     * Returns bytes as this CPU sees them.
     *
     * @throws PageFaultException where they cannot be read
     */
    byte[] see(long address, int length);

    /** Returns whether this CPU lags behind anywhere. */
    boolean lags();

    /** Returns the registers that {@link Register} names, to be put back with {@link #restore}. */
    CpuState save();

    /**
     * Returns a hash over all registers that {@link #save} does not have: segments, control and debug registers, descriptor
     * tables, MSRs, x87, XMM. It is the same on every CPU and in every process, and costs next to nothing while no guest code
     * has run. Two CPUs that hold the same may differ in it where one has had an exception, as the engine notes those.
     */
    long hashOfOtherRegisters();

    /** Puts back what {@link #save} of a CPU of the same machine returned. */
    void restore(CpuState state);
}
