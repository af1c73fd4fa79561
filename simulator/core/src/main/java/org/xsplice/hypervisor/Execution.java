// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.BreakpointOwner;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/**
 * Lets CPUs execute guest code for the host. Breakpoints that are not the host's own are passed over: what it does, and how
 * many instructions of its budget are left, is as without them.
 */
final class Execution {
    /** Who sets the breakpoints by which the host notices that guest code comes to something that it models. */
    static final BreakpointOwner HOST = new BreakpointOwner("host");

    private Execution() {}

    static Stop run(Cpu cpu, long rip, long maxInstructions) {
        return passing(cpu, rip, maxInstructions, cpu::run);
    }

    static Stop runToWatched(Cpu cpu, long rip, long maxInstructions) {
        return passing(cpu, rip, maxInstructions, cpu::runToWatched);
    }

    private static Stop passing(Cpu cpu, long rip, long maxInstructions, Runner runner) {
        long from = rip;
        for (long left = maxInstructions; ; ) {
            long before = cpu.instructions();
            Stop stop = runner.run(from, left);
            if (!(stop instanceof Stop.Breakpoint breakpoint) || breakpoint.isOf(HOST)) {
                return stop;
            }
            left -= cpu.instructions() - before;
            from = cpu.get(Register.RIP);
            cpu.passBreakpointOnce();
        }
    }

    @FunctionalInterface
    private interface Runner {
        Stop run(long rip, long maxInstructions);
    }
}
