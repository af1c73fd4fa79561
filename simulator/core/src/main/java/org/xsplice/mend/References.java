// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.BitSet;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionHeader;

/** Which symbols the relocations of a payload refer to, and which one a damaged relocation must have referred to. */
final class References {
    private final Evidence evidence;
    private final BitSet symbols = new BitSet();
    /** Sections with a symbol that is referred to. */
    private final BitSet sections = new BitSet();

    References(Evidence evidence) {
        this.evidence = evidence;
        evidence.sections()
                .filter(this::relocating)
                .forEach(i -> entries(evidence, i)
                        .map(at -> Rela.read(evidence.file(), at).symbol())
                        .filter(symbol -> symbol > 0 && symbol < evidence.symbolCount())
                        .forEach(symbol -> use((int) symbol)));
    }

    private void use(int symbol) {
        symbols.set(symbol);
        sections.set(evidence.symbol(symbol).shndx());
    }

    private boolean relocating(int index) {
        SectionHeader s = evidence.section(index);
        return s.type() == Elf.SHT_RELA
                && evidence.whole(index)
                && s.info() > 0
                && s.info() < evidence.sectionCount()
                && evidence.section(s.info()).has(Elf.SHF_ALLOC);
    }

    /** Returns the file offsets of the entries of a relocation section. */
    static LongStream entries(Evidence evidence, int section) {
        SectionHeader s = evidence.section(section);
        return LongStream.range(0, s.size() / Elf.RELA_SIZE).map(i -> s.offset() + i * Elf.RELA_SIZE);
    }

    /** Returns the file offsets of all relocations that apply to a section. */
    static LongStream of(Evidence evidence, int base) {
        return evidence.sections()
                .filter(i -> evidence.section(i).type() == Elf.SHT_RELA
                        && evidence.section(i).info() == base
                        && evidence.whole(i))
                .mapToObj(i -> entries(evidence, i))
                .flatMapToLong(s -> s);
    }

    boolean refersTo(int symbol) {
        return symbols.get(symbol);
    }

    /**
     * Finds the symbol that a damaged relocation referred to. Linkers leave no undefined symbol in a file that no
     * relocation needs; failing that, it may be the only label, piece of data, or section that nothing refers to.
     */
    OptionalInt lost() {
        OptionalInt undefined = lostUndefined();
        if (undefined.isPresent()) {
            return undefined;
        }
        OptionalInt data = only(i -> {
            ElfSymbol s = evidence.symbol(i);
            boolean label = s.type() == Elf.STT_OBJECT || s.type() == Elf.STT_NOTYPE;
            return label && s.bind() == Elf.STB_LOCAL && unused(s);
        });
        return data.isPresent()
                ? data
                : only(i -> {
                    ElfSymbol s = evidence.symbol(i);
                    return s.type() == Elf.STT_SECTION
                            && unused(s)
                            && evidence.sectionName(s.shndx()).startsWith(".rodata");
                });
    }

    /** Finds the only undefined symbol that nothing refers to. */
    OptionalInt lostUndefined() {
        return only(i -> evidence.symbol(i).shndx() == Elf.SHN_UNDEF
                && !evidence.symbolName(i).isEmpty());
    }

    /** Finds the only function of the payload that nothing refers to; of several, the only one of a size. */
    OptionalInt lostFunction(long size) {
        IntPredicate function = i -> evidence.symbol(i).type() == Elf.STT_FUNC && loaded(evidence.symbol(i));
        OptionalInt found = only(function);
        return found.isPresent()
                ? found
                : only(i -> function.test(i) && evidence.symbol(i).size() == size);
    }

    private boolean loaded(ElfSymbol symbol) {
        return symbol.shndx() > 0
                && symbol.shndx() < evidence.sectionCount()
                && evidence.section(symbol.shndx()).has(Elf.SHF_ALLOC);
    }

    private boolean unused(ElfSymbol symbol) {
        return loaded(symbol)
                && !sections.get(symbol.shndx())
                && evidence.section(symbol.shndx()).size() != 0;
    }

    private OptionalInt only(IntPredicate wanted) {
        int[] found =
                evidence.symbols(i -> !refersTo(i) && wanted.test(i)).limit(2).toArray();
        return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
    }
}
