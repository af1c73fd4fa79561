// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xsplice.cause.Cause;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.mend.Evidence;
import org.xsplice.mend.Mend;
import org.xsplice.refusal.Check;

/**
 * Payloads that are at hand and could be loaded first.
 *
 * @param files reads them, each with the name that it would be loaded under; only asked where one is missing
 */
record Neighbours(Supplier<List<PayloadFile>> files) {
    /** Finds the one that brings the symbol for want of which a payload is refused. */
    Optional<Cause> provider(PayloadFile refused, Trial trial) {
        if (!(trial.result() instanceof Trial.Refused r) || r.refusal().check() != Check.SYMBOL_KNOWN) {
            return Optional.empty();
        }
        String name = new Evidence(new ElfBytes(refused.bytes()))
                .symbolName((int) r.stop().item());
        return files.get().stream()
                .filter(file -> !name.isEmpty() && brings(file, name))
                .map(file -> new Cause(
                        "another payload, " + file.name() + ", brings " + name + ", and is not loaded",
                        Optional.of(new Mend.Otherwise("load " + file.name() + " first; here: --with its file"))))
                .findFirst();
    }

    private static boolean brings(PayloadFile file, String name) {
        Evidence evidence = new Evidence(new ElfBytes(file.bytes()));
        return evidence.symbols(i -> evidence.symbolName(i).equals(name) && loaded(evidence, evidence.symbol(i)))
                .findAny()
                .isPresent();
    }

    private static boolean loaded(Evidence evidence, ElfSymbol symbol) {
        return symbol.shndx() > 0
                && symbol.shndx() < evidence.sectionCount()
                && evidence.section(symbol.shndx()).has(Elf.SHF_ALLOC);
    }
}
