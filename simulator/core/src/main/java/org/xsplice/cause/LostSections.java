// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import java.util.Optional;
import java.util.regex.Pattern;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.mend.Evidence;
import org.xsplice.refusal.Check;

/** A label of the compiler's own has lost its section: whoever took the code out of an object file left that behind. */
final class LostSections {
    private static final Pattern LABEL = Pattern.compile("\\.L[A-Z]*\\d+|\\.str(\\.\\d+)?");

    private LostSections() {}

    static Optional<Cause> cause(Stopped stopped) {
        if (stopped.check() == Check.RELOCATION_IGNORED) {
            return stopped.relocation()
                    .flatMap(
                            place -> notLoaded(stopped.evidence(), place.entry().symbol()));
        }
        String name = stopped.wantedName();
        return LABEL.matcher(name).matches()
                ? Optional.of(Cause.rebuild(
                        "the label " + name + " is the compiler's own, and what it stood for is not in the payload",
                        "keep the .rodata sections of the object file (.rodata.str*, .rodata.cst*) in the payload"))
                : Optional.empty();
    }

    private static Optional<Cause> notLoaded(Evidence evidence, int symbol) {
        if (symbol <= 0 || symbol >= evidence.symbolCount()) {
            return Optional.empty();
        }
        ElfSymbol target = evidence.symbol(symbol);
        String name = evidence.symbolName(symbol);
        boolean there = target.shndx() > 0 && target.shndx() < evidence.sectionCount();
        return there
                        && LABEL.matcher(name).matches()
                        && !evidence.section(target.shndx()).has(Elf.SHF_ALLOC)
                ? Optional.of(Cause.rebuild(
                        "the label " + name + " is in " + evidence.called(target.shndx()) + ", which is not loaded",
                        "keep " + evidence.called(target.shndx()) + " a section that is loaded (SHF_ALLOC)"))
                : Optional.empty();
    }
}
