// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
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
    private static final int STACK_TOP = GuestLayout.STACK_SIZE - 1;
    private static final Pattern FROM_STACK_TOP =
            Pattern.compile("(\\w+), (dword|qword) ptr \\[(\\w+) - (0x[0-9a-f]+|\\d+)\\]");
    private static final Pattern FIELD = Pattern.compile("(\\w+), qword ptr \\[(\\w+) \\+ (0x[0-9a-f]+|\\d+)\\]");
    private static final Pattern RIP_RELATIVE = Pattern.compile(".*\\[rip ([+-]) (0x[0-9a-f]+|\\d+)\\].*");
    private static final Pattern CHOSEN_WORD =
            Pattern.compile(".*\\[(\\w+) \\+ \\w+\\*4(?: \\+ (0x[0-9a-f]+|\\d+))?\\].*");
    /** At most, in bytes: {@code struct cpuinfo_x86} is smaller. */
    private static final int CPUINFO_SIZE = 256;

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
        String rendezvous = symbols.rendezvous();
        List<Instruction> check = code(rendezvous);
        List<Instruction> tasklet = code("tasklet_fn");
        List<Instruction> version = code("do_xen_version");
        int current = stackField(check, "qword", "current_vcpu");
        return new GuestLayout(
                stackField(check, "dword", "processor_id"),
                current,
                stackField(tasklet, "qword", "per_cpu_offset"),
                fieldBehind(version, current, "do_xen_version", "vcpu->domain"),
                fieldBehind(check, current, rendezvous, "vcpu->sched_unit"),
                systemActive(check),
                capability());
    }

    private List<Instruction> code(String function) {
        return symbols.code(disassembler, function);
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
            if (instruction.mnemonic().equals("mov")
                    && load.matches()
                    && load.group(2).equals(width)
                    && tops.contains(load.group(3))) {
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
            boolean through = code.get(i).mnemonic().equals("mov")
                    && load.matches()
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
        throw new UnknownBuildException(symbols.rendezvous() + " does not compare system_state");
    }

    /** Finds the words of features: those of which a bit is tested, by its number or in a word that it chooses. */
    private int capability() {
        int data = (int) symbols.require("boot_cpu_data");
        Map<String, Integer> pointers = new TreeMap<>();
        for (Instruction instruction : code("_apply_alternatives")) {
            OptionalInt target = ripTarget(instruction);
            Matcher chosen = CHOSEN_WORD.matcher(instruction.operands());
            if (instruction.mnemonic().equals("bt") && target.isPresent()) {
                return target.getAsInt() - data;
            }
            if (chosen.matches() && pointers.containsKey(chosen.group(1))) {
                return pointers.get(chosen.group(1)) + (chosen.group(2) == null ? 0 : Integer.decode(chosen.group(2)));
            }
            if (instruction.mnemonic().equals("lea")) {
                String register = instruction
                        .operands()
                        .substring(0, instruction.operands().indexOf(','));
                pointers.remove(register);
                target.stream()
                        .map(at -> at - data)
                        .filter(offset -> offset >= 0 && offset < CPUINFO_SIZE)
                        .forEach(offset -> pointers.put(register, offset));
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
