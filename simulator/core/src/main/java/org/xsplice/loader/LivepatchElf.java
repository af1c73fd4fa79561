// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SymbolField;

/**
 * A payload while it is being loaded: {@code struct livepatch_elf} (xen/include/xen/livepatch_elf.h). It does not change:
 * a step that finds out more returns another one. What changes is the raw payload that it is a view of.
 */
final class LivepatchElf {
    private final String name;
    private final RawPayload raw;
    private final List<Section> sections;
    private final int symtab;
    private final int strtab;
    private final int symbolCount;
    private final long symbolTable;
    private final long symbolEntry;
    private final long stringTable;

    /**
     * @param sections all of them, section 0 first
     * @param symtab index of the symbol table
     * @param strtab index of the table with the symbols' names
     */
    LivepatchElf(String name, RawPayload raw, List<Section> sections, int symtab, int strtab) {
        this.name = name;
        this.raw = raw;
        this.sections = List.copyOf(sections);
        this.symtab = symtab;
        this.strtab = strtab;
        symbolTable = symtab().offset();
        symbolEntry = symtab().entsize();
        symbolCount = (int) Long.divideUnsigned(symtab().size(), symbolEntry);
        stringTable = strtab().offset();
    }

    private LivepatchElf(LivepatchElf other, List<Section> sections) {
        name = other.name;
        raw = other.raw;
        this.sections = sections;
        symtab = other.symtab;
        strtab = other.strtab;
        symbolCount = other.symbolCount;
        symbolTable = other.symbolTable;
        symbolEntry = other.symbolEntry;
        stringTable = other.stringTable;
    }

    /** Returns the same payload with more known of its sections, section 0 apart. */
    LivepatchElf with(UnaryOperator<Section> more) {
        Section[] known = sections.toArray(Section[]::new);
        for (int i = 1; i < known.length; i++) {
            known[i] = more.apply(known[i]);
        }
        return new LivepatchElf(this, List.of(known));
    }

    /** Returns the payload's name, with which every line on the console begins. */
    String name() {
        return name;
    }

    RawPayload raw() {
        return raw;
    }

    /** Returns where the file says that its section headers are. */
    long eShoff() {
        return new RawHeader(raw).shoff();
    }

    /** Returns how many sections there are, section 0 counted. */
    int sectionCount() {
        return sections.size();
    }

    Section section(int index) {
        return sections.get(index);
    }

    /** Models {@code livepatch_elf_sec_by_name}: the first of that name counts. */
    Optional<Section> sectionByName(String wanted) {
        for (int i = 1; i < sections.size(); i++) {
            if (sections.get(i).name().equals(wanted)) {
                return Optional.of(sections.get(i));
            }
        }
        return Optional.empty();
    }

    Section symtab() {
        return section(symtab);
    }

    Section strtab() {
        return section(strtab);
    }

    /** Returns how many symbols there are, symbol 0 counted. */
    int symbolCount() {
        return symbolCount;
    }

    private long symbol(int index) {
        return symbolTable + symbolEntry * Integer.toUnsignedLong(index);
    }

    /** Returns the file offset of a symbol's {@code st_name}. */
    long symbolNameAt(int index) {
        return SymbolField.ST_NAME.at(symbol(index));
    }

    int symbolNameOffset(int index) {
        return raw.u32(symbolNameAt(index));
    }

    String symbolName(int index) {
        return raw.string(stringTable + Integer.toUnsignedLong(symbolNameOffset(index)));
    }

    long symbolSectionAt(int index) {
        return SymbolField.ST_SHNDX.at(symbol(index));
    }

    int symbolSection(int index) {
        return raw.u16(symbolSectionAt(index));
    }

    long symbolValue(int index) {
        return raw.u64(SymbolField.ST_VALUE.at(symbol(index)));
    }

    void setSymbolValue(int index, long value) {
        raw.setU64(SymbolField.ST_VALUE.at(symbol(index)), value);
    }

    long symbolSize(int index) {
        return raw.u64(SymbolField.ST_SIZE.at(symbol(index)));
    }

    /** Returns whether a symbol belongs to a section that is not loaded or is of no section of the file. */
    boolean symbolOfLoadedSection(int index) {
        int shndx = symbolSection(index);
        return shndx != Elf.SHN_UNDEF
                && shndx < sections.size()
                && section(shndx).has(Elf.SHF_ALLOC);
    }
}
