// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.profile.Profile;

/**
 * What an image does to itself while it boots: sorts its exception table, applies its own alternatives for the processor
 * it finds, and gives its {@code .init} memory back. A branch through a pointer that only a full boot would set stays
 * indirect.
 */
final class Boot {
    private final Memory memory;
    private final SymbolTable symbols;
    private final Profile profile;

    Boot(Memory memory, SymbolTable symbols, Profile profile) {
        this.memory = memory;
        this.symbols = symbols;
        this.profile = profile;
    }

    /**
     * Runs it.
     *
     * @param core the region of the hypervisor's own text
     * @throws ImageException if the image's tables are damaged
     */
    void run(VirtualRegion core) {
        long rodata = core.rodataStart() & -Memory.PAGE_SIZE;
        long rodataSize = core.rodataStart() + core.rodataSize() + Memory.PAGE_SIZE - 1 - rodata & -Memory.PAGE_SIZE;
        memory.protect(rodata, rodataSize, Permission.RW);
        core.exceptionTable().sort(memory);
        memory.protect(rodata, rodataSize, Permission.RO);
        long start = symbols.plain("__alt_instructions").orElse(0L);
        long end = symbols.plain("__alt_instructions_end").orElse(start);
        boolean ofThisRelease = (end - start) % profile.alternatives().size() == 0;
        if (start != 0 && ofThisRelease) {
            new Alternatives(memory, symbols, profile, false, (condition, holds, orig, value, limit) -> {
                        if (!holds) {
                            throw new ImageException("the image's alternatives are damaged: " + condition.broken());
                        }
                    })
                    .apply(start, end);
        }
    }
}
