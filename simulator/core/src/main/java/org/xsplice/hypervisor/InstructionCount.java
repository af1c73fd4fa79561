// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.function.LongFunction;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Stop;

/**
 * Counts the instructions of guest code that one turn executes, on whatever CPU and on whatever call, and breaks it off after
 * this many.
 */
public final class InstructionCount {
    private final long limit;
    private long executed;

    /**
     * Begins to count.
     *
     * @param limit after how many instructions the turn is broken off; positive
     */
    public InstructionCount(long limit) {
        this.limit = limit;
    }

    /** Returns how many instructions have been executed. */
    public long executed() {
        return executed;
    }

    /**
     * Runs guest code, and counts.
     *
     * @param runner runs it for this many instructions at most
     * @throws MomentReachedException where the limit is reached
     */
    Stop run(Cpu cpu, long maxInstructions, LongFunction<Stop> runner) {
        long before = cpu.instructions();
        Stop stop = runner.apply(Math.min(maxInstructions, limit - executed));
        executed += cpu.instructions() - before;
        if (executed >= limit) {
            throw new MomentReachedException();
        }
        return stop;
    }
}
