// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import static org.xsplice.text.Formats.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.machine.Machine;

/**
 * Remembers what was executed last of the live-patching functions, and finds in it the instruction that made an error. It
 * costs time with every branch: it is for runs that people look at.
 */
public final class Trail {
    private static final int LENGTH_MAX = 1024;

    private final List<TracedFunction> functions;
    private final Deque<Portion> portions = new ArrayDeque<>();

    /** Instructions without a branch between them. */
    private record Portion(long first, long end) {}

    /**
     * Follows what the CPUs of a machine execute from now on, for good.
     *
     * @param machine the image is in its memory, booted, and nothing has been patched yet
     */
    public Trail(HypervisorImage image, Machine machine) {
        functions = LivepatchFunctions.of(image, machine.memory());
        LivepatchFunctions.trace(functions, machine, this::executed);
    }

    private void executed(long first, long end) {
        if (portions.size() == LENGTH_MAX) {
            portions.removeFirst();
        }
        portions.addLast(new Portion(first, end));
    }

    /** Forgets what has been executed. */
    public void begin() {
        portions.clear();
    }

    /**
     * Finds the last instruction that put an error number into a register, and the conditional branch that led to it.
     *
     * @param rc a negated error number
     * @return one line for people; where there is no such instruction, the one that was executed last; an empty string where
     *     there is none
     */
    public String origin(int rc) {
        String made = ", 0x" + Integer.toHexString(rc);
        List<Portion> trail = new ArrayList<>(portions);
        for (int i = trail.size() - 1; i >= 0; i--) {
            for (Instruction instruction : instructions(trail.get(i))) {
                if (instruction.mnemonic().equals("mov")
                        && instruction.operands().endsWith(made)) {
                    return "decided at " + place(instruction) + branchBefore(trail.subList(0, i));
                }
            }
        }
        return last();
    }

    /** Names the last conditional branch of a trail. */
    private String branchBefore(List<Portion> trail) {
        for (int i = trail.size() - 1; i >= 0; i--) {
            List<Instruction> executed = instructions(trail.get(i));
            if (!executed.isEmpty() && isConditional(executed.get(executed.size() - 1))) {
                return ", because of " + place(executed.get(executed.size() - 1));
            }
        }
        return "";
    }

    private static boolean isConditional(Instruction instruction) {
        return instruction.mnemonic().startsWith("j") && !instruction.mnemonic().equals("jmp");
    }

    /** Returns the last instruction that was executed, one line for people; an empty string where there is none. */
    public String last() {
        return portions.isEmpty() ? "" : "last at " + last(portions.getLast());
    }

    private String last(Portion portion) {
        List<Instruction> executed = instructions(portion);
        return executed.isEmpty() ? format("%016x", portion.first()) : place(executed.get(executed.size() - 1));
    }

    private List<Instruction> instructions(Portion portion) {
        return functionAt(portion.first()).stream()
                .flatMap(function -> function.blocks().stream())
                .flatMap(block -> block.instructions().stream())
                .filter(i -> i.address() >= portion.first() && i.address() < portion.end())
                .toList();
    }

    private Optional<TracedFunction> functionAt(long address) {
        return functions.stream()
                .filter(f -> Long.compareUnsigned(address - f.address(), f.size()) < 0)
                .findFirst();
    }

    private String place(Instruction instruction) {
        String where = functionAt(instruction.address())
                .map(f -> f.name() + "+0x" + Long.toHexString(instruction.address() - f.address()))
                .orElse("");
        return where + " (" + instruction.text() + ")";
    }
}
