// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Memory;
import org.xsplice.plane.Trouble;
import org.xsplice.state.Flag;
import org.xsplice.state.Num;
import org.xsplice.state.Ref;

/** Puts Xen's own code in trouble: others hold a lock, memory runs out, a domain waits. */
final class Troubles {
    private static final Pattern LOAD = Pattern.compile("(\\w+), qword ptr \\[(\\w+)(?: \\+ (0x[0-9a-f]+|\\d+))?\\]");

    private final Hypervisor hypervisor;
    private final BuildSymbols symbols;
    private final long domainList;
    private final Ref<Trouble> now;
    /** The domain that waits, once there is one; else 0. */
    private final Num domain;
    /** Whether somebody holds the lock of the payloads just now. */
    private final Flag lockTaken;

    Troubles(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        symbols = new BuildSymbols(hypervisor.image());
        domainList = symbols.require("domain_list");
        now = hypervisor.state().value("trouble", Trouble.of(Trouble.Kind.NONE));
        domain = hypervisor.state().number("trouble.domain", 0);
        lockTaken = hypervisor.state().flag("trouble.lockTaken", false);
        hypervisor.bridge(
                symbols.require("get_cpu_maps"), cpu -> 0, () -> now.get().kind() == Trouble.Kind.CPU_MAPS);
        hypervisor.bridge(symbols.require("_spin_trylock"), cpu -> 0, lockTaken::get);
    }

    /** Switches on this trouble, and all others off. */
    void cause(Trouble wanted) {
        now.set(wanted);
        hypervisor.allocations().failAt(wanted.number());
        hypervisor.memory().writeLong(domainList, wanted.kind() == Trouble.Kind.WAIT_QUEUE ? waitingDomain() : 0);
    }

    /** Does something that asks for the lock of the payloads, and does not get it where another CPU is to hold it. */
    void withLock(Runnable body) {
        if (now.get().kind() == Trouble.Kind.PAYLOAD_LOCK) {
            now.set(Trouble.of(Trouble.Kind.NONE));
            lockTaken.set(true);
        }
        try {
            body.run();
        } finally {
            lockTaken.set(false);
        }
    }

    /**
     * Returns a domain with a wait queue that is not empty. The offsets are those that
     * {@code arch_livepatch_safety_check} uses: of the events in the domain, of the queue's list in these, of the next domain.
     */
    private long waitingDomain() {
        if (domain.get() != 0) {
            return domain.get();
        }
        Memory memory = hypervisor.memory();
        int[] offsets = offsets();
        long made = hypervisor.heap().allocate(2L * Memory.PAGE_SIZE);
        long events = made + Memory.PAGE_SIZE;
        memory.writeLong(made + offsets[0], events);
        memory.writeLong(events + offsets[1], made);
        domain.set(made);
        return made;
    }

    private int[] offsets() {
        String function = "arch_livepatch_safety_check";
        byte[] code = hypervisor.memory().read(symbols.require(function), 128);
        List<Instruction> instructions;
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            instructions = disassembler.disassemble(code, symbols.require(function), code.length);
        }
        int[] offsets = new int[2];
        int found = 0;
        for (Instruction instruction : instructions) {
            Matcher load = LOAD.matcher(instruction.operands());
            boolean field = instruction.mnemonic().equals("mov")
                    && load.matches()
                    && !load.group(2).equals("rip");
            if (field && found < offsets.length) {
                offsets[found++] = load.group(3) == null ? 0 : Integer.decode(load.group(3));
            }
        }
        boolean good = found == offsets.length && offsets[0] < Memory.PAGE_SIZE && offsets[1] < Memory.PAGE_SIZE;
        if (!good) {
            throw new UnknownBuildException(
                    "the offsets of a domain's wait queues cannot be read from its " + function);
        }
        return offsets;
    }
}
