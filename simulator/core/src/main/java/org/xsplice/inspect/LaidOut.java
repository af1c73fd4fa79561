// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.SectionHeader;
import org.xsplice.mend.Evidence;

/** A payload file with what is known of where its sections are in memory, and so of its symbols' values. */
final class LaidOut {
    private final Evidence evidence;
    private final KnownSymbols known;
    private final List<PayloadSection> sections = new ArrayList<>();
    private final List<OptionalLong> values = new ArrayList<>();

    /**
     * @param addresses where each section was loaded, section 0 first; 0 where it was not
     */
    LaidOut(byte[] file, List<Long> addresses, KnownSymbols known) {
        this.evidence = new Evidence(new ElfBytes(file));
        this.known = known;
        for (int i = 0; i < evidence.sectionCount(); i++) {
            long address = i < addresses.size() ? addresses.get(i) : 0;
            sections.add(section(i, address == 0 ? OptionalLong.empty() : OptionalLong.of(address)));
        }
        for (int i = 0; i < evidence.symbolCount(); i++) {
            values.add(compute(i));
        }
    }

    private PayloadSection section(int index, OptionalLong address) {
        SectionHeader s = evidence.section(index);
        return new PayloadSection(
                index,
                evidence.sectionName(index),
                s.type(),
                s.flags(),
                s.offset(),
                s.size(),
                s.addralign(),
                Destination.of(s),
                address);
    }

    Evidence evidence() {
        return evidence;
    }

    KnownSymbols known() {
        return known;
    }

    /** Returns all sections, section 0 first. */
    List<PayloadSection> sections() {
        return sections;
    }

    /** Finds the section that an address lies in; of several that overlap, the last is the one that is there. */
    Optional<PayloadSection> sectionAt(long address) {
        return sections.stream().filter(s -> s.contains(address)).reduce((first, last) -> last);
    }

    /** Returns the value that a symbol gets. */
    OptionalLong value(int symbol) {
        return symbol > 0 && symbol < values.size() ? values.get(symbol) : OptionalLong.empty();
    }

    private OptionalLong compute(int index) {
        ElfSymbol symbol = evidence.symbol(index);
        if (index == Elf.STN_UNDEF) {
            return OptionalLong.empty();
        }
        if (symbol.shndx() == Elf.SHN_UNDEF) {
            return known.find(evidence.symbolName(index)).address();
        }
        if (symbol.shndx() == Elf.SHN_ABS) {
            return OptionalLong.of(symbol.value());
        }
        OptionalLong base =
                symbol.shndx() < sections.size() ? sections.get(symbol.shndx()).address() : OptionalLong.empty();
        return base.isPresent() ? OptionalLong.of(base.getAsLong() + symbol.value()) : base;
    }

    /** Names a symbol for people: a section by its name. */
    String symbolName(int index) {
        if (index <= 0 || index >= evidence.symbolCount()) {
            return "symbol [" + Integer.toUnsignedString(index) + "]";
        }
        ElfSymbol symbol = evidence.symbol(index);
        String name = evidence.symbolName(index);
        if (symbol.type() == Elf.STT_SECTION && symbol.shndx() < evidence.sectionCount()) {
            return evidence.called(symbol.shndx());
        }
        return name.isEmpty() ? "symbol [" + index + "]" : name;
    }

    /** Names a place in a section of the payload: by the function or variable that is there, or by the section. */
    String label(int section, long offset) {
        return evidence.symbols(i -> evidence.symbol(i).shndx() == section
                        && evidence.symbol(i).value() == offset
                        && evidence.symbol(i).type() != Elf.STT_SECTION
                        && !evidence.symbolName(i).isEmpty())
                .mapToObj(evidence::symbolName)
                .findFirst()
                .orElseGet(() -> KnownSymbols.label(evidence.called(section), offset));
    }

    /** Names an address in the payload, in the hypervisor or in another payload. */
    String label(long address) {
        return sectionAt(address)
                .map(s -> label(s.index(), address - s.address().orElseThrow()))
                .orElseGet(() -> known.label(address));
    }
}
