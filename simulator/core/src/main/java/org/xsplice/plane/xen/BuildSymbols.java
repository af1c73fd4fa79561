// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.List;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.machine.Memory;

/** What is asked of an image by name. Where it is missing, this is a build that cannot be run. */
record BuildSymbols(HypervisorImage image) {
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
     * Reads a function of the image from its file.
     *
     * @param longest at most this many bytes of it
     * @throws UnknownBuildException if there is no such function
     */
    List<Instruction> code(Disassembler disassembler, String function, int longest) {
        Symbol symbol = requireSymbol(function);
        byte[] bytes = image.bytesAt(symbol.address(), symbol.sizeUpTo(longest));
        return disassembler.disassemble(bytes, symbol.address(), bytes.length);
    }
}
