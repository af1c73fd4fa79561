// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import java.util.function.Consumer;

/** One emulated CPU. It runs only while {@link #run} does, on the thread that calls it. */
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
     * Runs guest code until something stops it.
     *
     * @param rip where to begin
     * @param maxInstructions at most so many instructions; must be positive
     */
    Stop run(long rip, long maxInstructions);

    /**
     * Runs guest code until something stops it, or up to an instruction that is watched or that accesses what is.
     *
     * @param rip where to begin
     * @param maxInstructions at most so many instructions; must be positive
     */
    Stop runToWatched(long rip, long maxInstructions);

    /** Stops this CPU when it is about to execute the instruction at this address. */
    void addBreakpoint(long address);

    void removeBreakpoint(long address);

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

    /** Tells from now on of each access to what is watched, when it is made; executing an instruction reads it. */
    void observe(Consumer<DataAccess> observer);

    /** Counts instructions from now on. */
    void countInstructions();

    /** Returns how many instructions have been executed since they are counted. */
    long instructions();

    /** Makes the next {@link #run} not stop at a breakpoint on its first instruction. */
    void passBreakpointOnce();

    /**
     * Makes this CPU lag behind: what it sees of the page of an address stays as it is now, whatever others write there,
     * until it catches up. So a processor may go on executing old instructions until it serializes (Intel SDM volume 3,
     * section 9.1.3).
     *
     * @throws RuntimeException if the engine cannot, with what to install
     */
    void lag(long address);

    /** Makes this CPU see all memory as it is. */
    void catchUp();

    /**
     * Returns bytes as this CPU sees them.
     *
     * @throws PageFaultException where they cannot be read
     */
    byte[] see(long address, int length);

    /** Returns whether this CPU lags behind anywhere. */
    boolean lags();

    /** Returns all registers, to be put back with {@link #restore}. */
    CpuState save();

    /** Puts back what {@link #save} of a CPU of the same machine returned. */
    void restore(CpuState state);
}
