// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import java.util.List;

/** Why a CPU stopped running guest code. */
public sealed interface Stop {

    /** A HLT instruction; RIP stands after it. */
    record Halted() implements Stop {}

    /** Exactly as many instructions as were asked for have been executed. */
    record BudgetSpent() implements Stop {}

    /**
     * RIP stands at a breakpoint; its instruction has not been executed. Whoever does not know the owners can go on with
     * {@link Cpu#passBreakpointOnce}.
     *
     * @param owners all who have set one there, in the order in which they did; at least one
     */
    record Breakpoint(long address, List<BreakpointOwner> owners) implements Stop {
        public Breakpoint {
            owners = List.copyOf(owners);
        }

        /** Returns whether this owner has set a breakpoint there. */
        public boolean isOf(BreakpointOwner owner) {
            return owners.contains(owner);
        }
    }

    /** RIP stands at an instruction that is watched or accesses what is; it has not been executed. */
    record Watched() implements Stop {}

    /** An access failed; RIP stands at the instruction that made it. */
    record Faulted(PageFault fault) implements Stop {}

    /** An instruction that the processor does not know (#UD); RIP stands at it. */
    record InvalidInstruction() implements Stop {}

    /** RIP stands at an instruction that is not emulated; it has not been executed. */
    record Privileged(PrivilegedInstruction instruction) implements Stop {}

    /**
     * An exception or software interrupt other than a page fault or #UD.
     *
     * @param vector its number; RIP stands after the instruction for INT3 and INT n, at it otherwise
     */
    record Interrupted(int vector) implements Stop {}
}
