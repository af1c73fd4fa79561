// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Memory;
import org.xsplice.plane.Trouble;

/** Puts Xen's own code in trouble: others hold a lock, memory runs out, a domain waits. */
final class Troubles {
    private static final Pattern LOAD = Pattern.compile("(\\w+), qword ptr \\[(\\w+)(?: \\+ (0x[0-9a-f]+|\\d+))?\\]");

    private final Hypervisor hypervisor;
    private final BuildSymbols symbols;
    private final long getCpuMaps;
    private final long trylock;
    private final long domainList;
    private Trouble now = Trouble.of(Trouble.Kind.NONE);
    private long domain;

    Troubles(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        symbols = new BuildSymbols(hypervisor.image());
        getCpuMaps = symbols.require("get_cpu_maps");
        trylock = symbols.require("_spin_trylock");
        domainList = symbols.require("domain_list");
    }

    /** Has just this trouble from now on. */
    void cause(Trouble wanted) {
        changeTo(wanted);
        hypervisor.allocations().failAt(wanted.number());
        hypervisor.memory().writeLong(domainList, wanted.kind() == Trouble.Kind.WAIT_QUEUE ? waitingDomain() : 0);
    }

    /** Returns a hash of the trouble. */
    long hash() {
        return now.hashCode();
    }

    /** Keeps the trouble; the hypervisor keeps its memory and its allocations. */
    Checkpoint keep() {
        Trouble then = now;
        long domainThen = domain;
        return () -> {
            changeTo(then);
            domain = domainThen;
        };
    }

    private void changeTo(Trouble wanted) {
        if (now.kind() == Trouble.Kind.CPU_MAPS) {
            hypervisor.unbridge(getCpuMaps);
        }
        now = wanted;
        if (wanted.kind() == Trouble.Kind.CPU_MAPS) {
            hypervisor.bridge(getCpuMaps, cpu -> 0);
        }
    }

    /** Does something that asks for the lock of the payloads, and does not get it where another CPU is to hold it. */
    void withLock(Runnable body) {
        if (now.kind() != Trouble.Kind.PAYLOAD_LOCK) {
            body.run();
            return;
        }
        now = Trouble.of(Trouble.Kind.NONE);
        hypervisor.bridge(trylock, cpu -> 0);
        try {
            body.run();
        } finally {
            hypervisor.unbridge(trylock);
        }
    }

    /**
     * Returns a domain with a wait queue that is not empty. The offsets are those that
     * {@code arch_livepatch_safety_check} uses: of the events in the domain, of the queue's list in these, of the next domain.
     */
    private long waitingDomain() {
        if (domain != 0) {
            return domain;
        }
        Memory memory = hypervisor.memory();
        int[] offsets = offsets();
        domain = hypervisor.heap().allocate(2L * Memory.PAGE_SIZE);
        long events = domain + Memory.PAGE_SIZE;
        memory.writeLong(domain + offsets[0], events);
        memory.writeLong(events + offsets[1], domain);
        return domain;
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
