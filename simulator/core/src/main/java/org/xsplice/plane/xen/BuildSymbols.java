// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.machine.Memory;

/** What is asked of an image by name. Where it is missing, this is a build that cannot be run. */
record BuildSymbols(HypervisorImage image) {
    private static final String COLD = ".cold";
    /** No function that is looked through is longer, in bytes. */
    private static final int LONGEST = 1 << 16;

    private static final String CHECK = "check_for_livepatch_work";
    private static final String SLOW_PART = "do_livepatch_work";

    /**
     * Returns an address.
     *
     * @param name without the file of a static symbol
     * @throws UnknownBuildException if there is no such symbol
     */
    long require(String name) {
        return image.symbols().plain(name).orElseThrow(() -> new UnknownBuildException("it has no symbol " + name));
    }

    /**
     * Returns a symbol with its size.
     *
     * @throws UnknownBuildException if there is no such symbol
     */
    Symbol requireSymbol(String name) {
        return image.symbols()
                .covering(require(name))
                .orElseThrow(() -> new UnknownBuildException("its symbol " + name + " has no size"));
    }

    /**
     * Returns where a CPU has its own copy of a per-CPU variable.
     *
     * @param name without {@code per_cpu__}
     * @param memory of the running hypervisor
     * @throws UnknownBuildException if there is no such variable
     */
    long requirePerCpu(String name, int cpu, Memory memory) {
        return require("per_cpu__" + name) + memory.readLong(require("__per_cpu_offset") + (long) Long.BYTES * cpu);
    }

    /**
     * Reads a function of the image from its file: its code, then the part of it that the compiler has put elsewhere as
     * unlikely to run, where there is one.
     *
     * @throws UnknownBuildException if there is no such function
     */
    List<Instruction> code(Disassembler disassembler, String function) {
        List<Instruction> code = new ArrayList<>(part(disassembler, function));
        if (image.symbols().plain(function + COLD).isPresent()) {
            code.addAll(part(disassembler, function + COLD));
        }
        return List.copyOf(code);
    }

    private List<Instruction> part(Disassembler disassembler, String function) {
        Symbol symbol = requireSymbol(function);
        byte[] bytes = image.bytesAt(symbol.address(), symbol.sizeUpTo(LONGEST));
        return disassembler.disassemble(bytes, symbol.address(), bytes.length);
    }

    /** Returns the function that gathers the CPUs and patches: one of its own since c30021be30. */
    String rendezvous() {
        return image.symbols().plain(SLOW_PART).isPresent() ? SLOW_PART : CHECK;
    }
}
