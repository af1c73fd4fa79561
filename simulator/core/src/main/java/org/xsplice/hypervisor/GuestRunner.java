// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.Optional;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Stop;
import org.xsplice.state.Derived;

/** Lets CPUs execute guest code, and sees what they write into text. All guest code of a host is executed here. */
final class GuestRunner {
    private final GuestText text;

    @Derived("there only while a moment within a turn is looked for")
    private Optional<InstructionCount> count = Optional.empty();

    GuestRunner(GuestText text) {
        this.text = text;
    }

    /** Begins to count instructions, or ends it. */
    void count(Optional<InstructionCount> newCount) {
        count = newCount;
    }

    Stop run(Cpu cpu, long rip, long maxInstructions) {
        Stop stop = count.isEmpty()
                ? Execution.run(cpu, rip, maxInstructions)
                : count.get().run(cpu, maxInstructions, max -> Execution.run(cpu, rip, max));
        text.observe(cpu.id());
        return stop;
    }

    Stop runToWatched(Cpu cpu, long rip, long maxInstructions) {
        Stop stop = count.isEmpty()
                ? Execution.runToWatched(cpu, rip, maxInstructions)
                : count.get().run(cpu, maxInstructions, max -> Execution.runToWatched(cpu, rip, max));
        text.observe(cpu.id());
        return stop;
    }
}
