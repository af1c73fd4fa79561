// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;
import org.xsplice.state.Derived;

/**
 * Says what Xen says when it dies: registers, place, code, and the cause. Models show_execution_state and panic
 * (xen/arch/x86/traps.c, xen/drivers/char/console.c).
 *
 * <p>The report prints the hypervisor's version and uses printk. Where those functions have been patched, the patched ones
 * run: if they fault in turn, the hypervisor ends in a double fault, or in silence.
 */
final class CrashReporter {
    private static final String STARS = "****************************************";
    private static final int CODE_BEFORE = 15;
    private static final int CODE_AFTER = 16;
    private static final String[] VECTORS = {
        "divide error",
        "debug",
        "nmi",
        "bkpt",
        "overflow",
        "bounds",
        "invalid opcode",
        "device not available",
        "double fault",
        "coproc segment",
        "invalid tss",
        "segment not found",
        "stack error",
        "general protection fault",
        "page fault",
        "spurious interrupt",
        "coprocessor error",
        "alignment check",
        "machine check",
        "simd error",
    };
    private static final String PAGE_FAULT = "FATAL PAGE FAULT";
    private static final String PROTECTION_FAULT = "GENERAL PROTECTION FAULT";
    private static final List<String> PROTECTION_LINES = List.of("[error_code=0000]");
    private static final int GENERAL_PROTECTION = 13;
    private static final int INVALID_OPCODE = 6;
    private static final List<Register> SHOWN = List.of(
            Register.RAX,
            Register.RBX,
            Register.RCX,
            Register.RDX,
            Register.RSI,
            Register.RDI,
            Register.RBP,
            Register.RSP,
            Register.R8,
            Register.R9,
            Register.R10,
            Register.R11,
            Register.R12,
            Register.R13,
            Register.R14,
            Register.R15);

    private final Memory memory;
    private final VirtualRegions regions;
    private final CallStacks stacks;
    private final ReportFunctions functions;
    private final long endless;

    @Derived("false between turns")
    private boolean reporting;

    CrashReporter(BootedImage booted, VirtualRegions regions, ReportFunctions functions) {
        this.memory = booted.machine().memory();
        this.regions = regions;
        this.stacks = booted.stacks();
        this.functions = functions;
        this.endless = booted.endless();
    }

    /** Reports a trap for which there is no way to go on. */
    Death report(Cpu cpu, Stop stop) {
        long rip = cpu.get(Register.RIP);
        if (stop instanceof Stop.Faulted faulted) {
            PageFault fault = faulted.fault();
            if (stacks.isBelow(fault.address())) {
                return death(cpu, "DOUBLE FAULT -- system shutdown", List.of(), ": the stack has overflowed");
            }
            return death(cpu, PAGE_FAULT, faultLines(fault), ": " + fault);
        }
        if (stop instanceof Stop.InvalidInstruction) {
            return death(cpu, trap(INVALID_OPCODE), List.of(), "");
        }
        if (stop instanceof Stop.Interrupted interrupted) {
            int vector = interrupted.vector();
            return vector == GENERAL_PROTECTION
                    ? death(cpu, PROTECTION_FAULT, PROTECTION_LINES, "")
                    : death(cpu, trap(vector), List.of(), "");
        }
        if (stop instanceof Stop.Privileged privileged) {
            String where = format("%016x in %s", rip, regions.describe(rip));
            return new Death(
                    Death.NOT_EMULATED,
                    "privileged instruction that is not emulated: "
                            + privileged.instruction().text() + " at " + where,
                    executionState(cpu));
        }
        if (stop instanceof Stop.BudgetSpent) {
            String why = ": still running after " + endless + " instructions";
            return new Death(Death.ENDLESS_LOOP, "endless loop at " + regions.describe(rip) + why, executionState(cpu));
        }
        if (stop instanceof Stop.Halted) {
            String which = cpu.interruptsEnabled() ? "HLT outside the idle loop at " : "HLT with interrupts off at ";
            return new Death(Death.ENDLESS_LOOP, which + regions.describe(rip), executionState(cpu));
        }
        if (stop instanceof Stop.Breakpoint) {
            return new Death(
                    Death.ENDLESS_LOOP,
                    "rendezvous outside the idle loop at " + regions.describe(rip) + ": no other CPU comes",
                    executionState(cpu));
        }
        throw new IllegalStateException("simulator bug: unexpected stop " + stop + " at " + regions.describe(rip));
    }

    private static String trap(int vector) {
        String name = vector < VECTORS.length ? VECTORS[vector] : "unknown";
        return format("FATAL TRAP: vector = %d (%s)", vector, name);
    }

    private static List<String> faultLines(PageFault fault) {
        return List.of(
                format("[error_code=%04x]", fault.errorCode()),
                format("Faulting linear address: %016x", fault.address()));
    }

    /** Reports a BUG, or an assertion that failed: the registers and the version are shown before the panic. */
    Death bug(Cpu cpu, String cause) {
        return death(cpu, cause, List.of(), "");
    }

    /** Reports a call of {@code panic}. It looks neither at registers nor at the version; people may want the registers. */
    Death panic(Cpu cpu, String cause) {
        List<String> report = new ArrayList<>(executionState(cpu));
        report.addAll(panicLines(cpu.id(), cause, List.of()));
        return new Death(cause, cause + " at " + regions.describe(cpu.get(Register.RIP)), List.copyOf(report));
    }

    /**
     * Reports a fault of the hypervisor's own code that is modelled outside of it.
     *
     * @param function the Xen function that made the access
     */
    Death faultIn(String function, PageFault fault) {
        boolean canonical = fault.address() << 16 >> 16 == fault.address();
        String cause = canonical ? PAGE_FAULT : PROTECTION_FAULT;
        String summary = format("%s in %s: %s", cause, function, fault);
        return death(0, cause, summary, place(function), canonical ? faultLines(fault) : PROTECTION_LINES);
    }

    /**
     * Reports a BUG of a function that is modelled outside of the guest.
     *
     * @param cause what the panic says
     * @param why the reason, for people
     */
    Death bugIn(String function, String cause, String why) {
        return death(0, cause, cause + " in " + function + ": " + why, place(function), List.of());
    }

    /**
     * Reports a panic of a function that is modelled outside of the guest: there is no look at registers and version.
     *
     * @param cause what the panic says
     */
    Death panicIn(String function, String cause) {
        List<String> report = new ArrayList<>(place(function));
        report.addAll(panicLines(0, cause, List.of()));
        return new Death(cause, cause + " in " + function, List.copyOf(report));
    }

    private static List<String> place(String function) {
        return List.of("RIP:    e008:" + function);
    }

    private Death death(Cpu cpu, String cause, List<String> details, String why) {
        String summary = cause + " at " + regions.describe(cpu.get(Register.RIP)) + why;
        return death(cpu.id(), cause, summary, executionState(cpu), details);
    }

    private Death death(int cpu, String cause, String summary, List<String> state, List<String> details) {
        if (reporting) {
            return new Death(cause, summary, List.of());
        }
        reporting = true;
        try {
            functions.exercise(cpu);
        } catch (HypervisorDiedException | PageFaultException e) {
            return recursion(summary, e.getMessage());
        } finally {
            reporting = false;
        }
        List<String> report = new ArrayList<>(state);
        report.addAll(panicLines(cpu, cause, details));
        return new Death(cause, summary, List.copyOf(report));
    }

    private Death recursion(String first, String second) {
        String chain = first + "; and the report of it dies in turn: " + second;
        return functions.printkUsable()
                ? new Death("DOUBLE FAULT", "DOUBLE FAULT: " + chain, List.of("*** DOUBLE FAULT ***"))
                : new Death(Death.ENDLESS_LOOP, "silence, as printk itself is broken: " + chain, List.of());
    }

    private static List<String> panicLines(int cpu, String cause, List<String> details) {
        List<String> lines = new ArrayList<>(List.of(STARS, "Panic on CPU " + cpu + ":", cause));
        lines.addAll(details);
        lines.add(STARS);
        return lines;
    }

    /** Returns the lines of {@code show_execution_state}, as far as they mean something here. */
    List<String> executionState(Cpu cpu) {
        List<String> lines = new ArrayList<>();
        long rip = cpu.get(Register.RIP);
        lines.add("CPU:    " + cpu.id());
        lines.add(format("RIP:    e008:[<%016x>] %s", rip, regions.describe(rip)));
        lines.add(format("RFLAGS: %016x   CONTEXT: hypervisor", cpu.get(Register.RFLAGS)));
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < SHOWN.size(); i++) {
            String name = SHOWN.get(i).name().toLowerCase(Locale.ROOT) + ":";
            line.append(format("%-4s %016x", name, cpu.get(SHOWN.get(i))));
            if (i % 3 == 2 || i == SHOWN.size() - 1) {
                lines.add(line.toString());
                line.setLength(0);
            } else {
                line.append("   ");
            }
        }
        code(rip, lines);
        return List.copyOf(lines);
    }

    private void code(long rip, List<String> lines) {
        lines.add(format("Xen code around <%016x> (%s):", rip, regions.describe(rip)));
        StringBuilder line = new StringBuilder();
        for (long at = rip - CODE_BEFORE; at < rip + CODE_AFTER; at++) {
            Permission permission = memory.permissionAt(at);
            String octet =
                    permission == null || permission == Permission.NONE ? "--" : format("%02x", memory.readByte(at));
            line.append(at == rip ? " <" + octet + ">" : " " + octet);
        }
        lines.add(line.toString());
    }
}
