// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.Optional;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;
import org.xsplice.state.Derived;

/** Lets CPUs execute guest code, and sees what they write into text. All guest code of a host is executed here. */
final class GuestRunner {
    /** After so many instructions whoever follows has a look: some hundred times in an endless loop. */
    private static final long PART = 100_000;

    private final GuestText text;

    @Derived("there only while a moment within a turn is looked for")
    private Optional<InstructionCount> count = Optional.empty();

    @Derived("of whoever watches the host now")
    private Runnable follower = () -> {};

    GuestRunner(GuestText text) {
        this.text = text;
    }

    @FunctionalInterface
    private interface Part {
        Stop run(Cpu cpu, long rip, long maxInstructions);
    }

    /** Begins to count instructions, or ends it. */
    void count(Optional<InstructionCount> newCount) {
        count = newCount;
    }

    /** Sets what is called now and then while guest code goes on. */
    void follow(Runnable newFollower) {
        follower = newFollower;
    }

    void goesOn() {
        follower.run();
    }

    Stop run(Cpu cpu, long rip, long maxInstructions) {
        return inParts(cpu, rip, maxInstructions, this::part);
    }

    Stop runToWatched(Cpu cpu, long rip, long maxInstructions) {
        return inParts(cpu, rip, maxInstructions, this::partToWatched);
    }

    /** Runs guest code so that whoever follows it has a look after each part. */
    private Stop inParts(Cpu cpu, long rip, long maxInstructions, Part part) {
        long from = rip;
        long left = maxInstructions;
        while (left > PART) {
            Stop stop = part.run(cpu, from, PART);
            if (!(stop instanceof Stop.BudgetSpent)) {
                return stop;
            }
            goesOn();
            from = cpu.get(Register.RIP);
            left -= PART;
        }
        return part.run(cpu, from, left);
    }

    private Stop part(Cpu cpu, long rip, long maxInstructions) {
        Stop stop = count.isEmpty()
                ? Execution.run(cpu, rip, maxInstructions)
                : count.get().run(cpu, maxInstructions, max -> Execution.run(cpu, rip, max));
        text.observe(cpu.id());
        return stop;
    }

    private Stop partToWatched(Cpu cpu, long rip, long maxInstructions) {
        Stop stop = count.isEmpty()
                ? Execution.runToWatched(cpu, rip, maxInstructions)
                : count.get().run(cpu, maxInstructions, max -> Execution.runToWatched(cpu, rip, max));
        text.observe(cpu.id());
        return stop;
    }
}
