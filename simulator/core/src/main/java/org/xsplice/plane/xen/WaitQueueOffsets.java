// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.machine.Memory;

/**
 * Where a build has the wait queue of a domain's events, in bytes. Read from {@code arch_livepatch_safety_check}
 * (xen/arch/x86/livepatch.c), which goes through all domains: from a domain to its events, from these to the queue's list.
 *
 * @param events pointer to the events, in {@code struct domain}
 * @param queue the list, in the events
 */
record WaitQueueOffsets(int events, int queue) {
    private static final String FUNCTION = "arch_livepatch_safety_check";
    private static final Pattern LOAD = Pattern.compile("(\\w+), qword ptr \\[(\\w+)(?: \\+ (0x[0-9a-f]+|\\d+))?\\]");

    /** A register that gets a member of what another one points to. */
    private record Load(String to, String from, int offset) {
        static Optional<Load> of(Instruction instruction) {
            Matcher load = LOAD.matcher(instruction.operands());
            return instruction.mnemonic().equals("mov") && load.matches()
                    ? Optional.of(new Load(
                            load.group(1), load.group(2), load.group(3) == null ? 0 : Integer.decode(load.group(3))))
                    : Optional.empty();
        }

        boolean isFirst() {
            return from.equals("rip");
        }

        /** The next domain's pointer goes where this one's was. */
        boolean isNext() {
            return to.equals(from);
        }
    }

    /**
     * Reads the code.
     *
     * @throws UnknownBuildException if they cannot be found
     */
    static WaitQueueOffsets of(HypervisorImage image) {
        List<Load> loads;
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            loads = new BuildSymbols(image)
                    .code(disassembler, FUNCTION).stream()
                            .flatMap(instruction -> Load.of(instruction).stream())
                            .toList();
        }
        Optional<Load> domain = loads.stream().filter(Load::isFirst).findFirst();
        Optional<Load> events = domain.flatMap(d -> through(loads, d));
        Optional<Load> queue = events.flatMap(e -> through(loads, e));
        return queue.map(q -> new WaitQueueOffsets(events.get().offset(), q.offset()))
                .filter(found -> found.events() < Memory.PAGE_SIZE && found.queue() < Memory.PAGE_SIZE)
                .orElseThrow(() -> new UnknownBuildException(
                        "the offsets of a domain's wait queues cannot be read from its " + FUNCTION));
    }

    private static Optional<Load> through(List<Load> loads, Load pointer) {
        return loads.stream()
                .filter(load -> load.from().equals(pointer.to()) && !load.isNext())
                .findFirst();
    }
}
