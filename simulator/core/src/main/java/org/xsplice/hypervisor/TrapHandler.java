// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.Optional;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/**
 * What the hypervisor does when its own code traps: it goes on where a bug frame or the exception table says so, or dies
 * with a report. Models do_invalid_op, do_page_fault and do_trap (xen/arch/x86/traps.c).
 */
final class TrapHandler {
    private static final int UD2_LENGTH = 2;
    private static final int UD2 = 0x0b0f;
    private static final int FILE_NAME_SHOWN = 50;

    private final Memory memory;
    private final Console console;
    private final VirtualRegions regions;
    private final CrashReporter reporter;
    private final GuestCaller caller;

    TrapHandler(Memory memory, Console console, VirtualRegions regions, CrashReporter reporter, GuestCaller caller) {
        this.memory = memory;
        this.console = console;
        this.regions = regions;
        this.reporter = reporter;
        this.caller = caller;
    }

    /**
     * Handles what stopped guest code.
     *
     * @return where to go on
     * @throws HypervisorDiedException if there is no way to go on
     */
    long handle(Cpu cpu, Stop stop) {
        long rip = cpu.get(Register.RIP);
        Optional<VirtualRegion> region = regions.find(rip);
        if (stop instanceof Stop.InvalidInstruction && region.isPresent() && isUd2(rip)) {
            Optional<BugFrames.Frame> frame = region.get().bugFrames().find(memory, rip);
            if (frame.isPresent()) {
                return bug(cpu, stop, frame.get());
            }
        }
        boolean exception = stop instanceof Stop.Faulted
                || stop instanceof Stop.InvalidInstruction
                || stop instanceof Stop.Interrupted;
        long fixup = exception
                ? region.map(r -> r.exceptionTable().find(memory, rip)).orElse(0L)
                : 0;
        if (fixup != 0) {
            return fixup;
        }
        throw new HypervisorDiedException(reporter.report(cpu, stop));
    }

    /** Reports a call that has executed too many instructions. */
    Death endless(Cpu cpu) {
        return reporter.report(cpu, new Stop.BudgetSpent());
    }

    private boolean isUd2(long address) {
        return (memory.readByte(address) | memory.readByte(address + 1) << 8) == UD2;
    }

    private long bug(Cpu cpu, Stop stop, BugFrames.Frame frame) {
        long next = cpu.get(Register.RIP) + UD2_LENGTH;
        if (frame.kind() == BugFrames.Kind.RUN_FN) {
            caller.call(cpu.id(), frame.pointer(), cpu.get(Register.RSP));
            return next;
        }
        String where = fileName(frame.pointer()) + ":" + frame.line();
        switch (frame.kind()) {
            case WARN -> {
                console.printk("Xen WARN at %s", where);
                console.writeLines(reporter.executionState(cpu));
                return next;
            }
            case BUG -> throw new HypervisorDiedException(reporter.bug(cpu, "Xen BUG at " + where));
            default -> throw new HypervisorDiedException(reporter.bug(cpu, "Assertion failed at " + where));
        }
    }

    private String fileName(long address) {
        StringBuilder name = new StringBuilder();
        for (long at = address; memory.readByte(at) != 0; at++) {
            name.append((char) memory.readByte(at));
        }
        return name.length() <= FILE_NAME_SHOWN
                ? name.toString()
                : "..." + name.substring(name.length() - FILE_NAME_SHOWN + "...".length());
    }
}
