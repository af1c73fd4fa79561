// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.HypervisorImage;

/**
 * Finds where a build of Xen has its per-CPU and vCPU fields by reading its code: functions that are known to use just
 * these. No list of builds is needed.
 */
final class LayoutFinder {
    private static final int LONGEST = 4096;
    private static final int STACK_TOP = GuestLayout.STACK_SIZE - 1;
    private static final Pattern FROM_STACK_TOP =
            Pattern.compile("(\\w+), (dword|qword) ptr \\[(\\w+) - (0x[0-9a-f]+|\\d+)\\]");
    private static final Pattern FIELD = Pattern.compile("(\\w+), qword ptr \\[(\\w+) \\+ (0x[0-9a-f]+|\\d+)\\]");
    private static final Pattern RIP_RELATIVE = Pattern.compile(".*\\[rip ([+-]) (0x[0-9a-f]+|\\d+)\\].*");
    private static final Pattern COMPARED = Pattern.compile(".*\\[rip [+-] \\w+\\], (0x[0-9a-f]+|\\d+)");

    private final BuildSymbols symbols;
    private final Disassembler disassembler;

    LayoutFinder(HypervisorImage image, Disassembler disassembler) {
        symbols = new BuildSymbols(image);
        this.disassembler = disassembler;
    }

    /**
     * Reads the code.
     *
     * @throws UnknownBuildException if a function or an offset cannot be found; it says which
     */
    GuestLayout find() {
        List<Instruction> check = code("check_for_livepatch_work");
        List<Instruction> tasklet = code("tasklet_fn");
        List<Instruction> version = code("do_xen_version");
        int current = stackField(check, "qword", "current_vcpu");
        return new GuestLayout(
                stackField(check, "dword", "processor_id"),
                current,
                stackField(tasklet, "qword", "per_cpu_offset"),
                fieldBehind(version, current, "do_xen_version", "vcpu->domain"),
                fieldBehind(check, current, "check_for_livepatch_work", "vcpu->sched_unit"),
                systemActive(check),
                capability());
    }

    private List<Instruction> code(String function) {
        return symbols.code(disassembler, function, LONGEST);
    }

    /** Finds the first load of a width relative to the last byte of the stack. */
    private static int stackField(List<Instruction> code, String width, String what) {
        List<String> tops = new ArrayList<>();
        for (Instruction instruction : code) {
            if (instruction.mnemonic().equals("or") && instruction.operands().endsWith(", 0x7fff")) {
                tops.add(instruction
                        .operands()
                        .substring(0, instruction.operands().indexOf(',')));
            }
            Matcher load = FROM_STACK_TOP.matcher(instruction.operands());
            boolean loads = instruction.mnemonic().equals("mov") && load.matches();
            if (loads && load.group(2).equals(width) && tops.contains(load.group(3))) {
                return STACK_TOP - Integer.decode(load.group(4));
            }
        }
        throw new UnknownBuildException("the offset of " + what + " cannot be read from its code");
    }

    /** Finds the field that is loaded through the pointer to the current vCPU, just after that was. */
    private static int fieldBehind(List<Instruction> code, int current, String function, String what) {
        for (int i = 0; i + 1 < code.size(); i++) {
            Matcher load = FROM_STACK_TOP.matcher(code.get(i).operands());
            Matcher field = FIELD.matcher(code.get(i + 1).operands());
            boolean through = load.matches()
                    && STACK_TOP - Integer.decode(load.group(4)) == current
                    && code.get(i + 1).mnemonic().equals("mov")
                    && field.matches()
                    && field.group(2).equals(load.group(1));
            if (through) {
                return Integer.decode(field.group(3));
            }
        }
        throw new UnknownBuildException("the offset of " + what + " cannot be read from its " + function);
    }

    private int systemActive(List<Instruction> check) {
        long state = symbols.require("system_state");
        for (Instruction instruction : check) {
            Matcher compared = COMPARED.matcher(instruction.operands());
            if (instruction.mnemonic().equals("cmp")
                    && compared.matches()
                    && ripTarget(instruction).orElse(0) == (int) state) {
                return Integer.decode(compared.group(1));
            }
        }
        throw new UnknownBuildException("check_for_livepatch_work does not compare system_state");
    }

    private int capability() {
        long data = symbols.require("boot_cpu_data");
        for (Instruction instruction : code("_apply_alternatives")) {
            if (instruction.mnemonic().equals("bt") && ripTarget(instruction).isPresent()) {
                return ripTarget(instruction).getAsInt() - (int) data;
            }
        }
        throw new UnknownBuildException("_apply_alternatives does not test x86_capability");
    }

    /** Returns the low 32 bits of the address that an instruction refers to relative to RIP. */
    private static OptionalInt ripTarget(Instruction instruction) {
        Matcher relative = RIP_RELATIVE.matcher(instruction.operands());
        if (!relative.matches()) {
            return OptionalInt.empty();
        }
        int displacement = Integer.decode(relative.group(2));
        return OptionalInt.of(
                (int) instruction.next() + (relative.group(1).equals("-") ? -displacement : displacement));
    }
}
