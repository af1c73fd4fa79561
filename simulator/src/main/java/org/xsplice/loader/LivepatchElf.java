// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.xsplice.elf.Elf;

/** A payload while it is being loaded: {@code struct livepatch_elf} (xen/include/xen/livepatch_elf.h). */
final class LivepatchElf {
    private static final int ST_NAME = 0;
    private static final int ST_SHNDX = 6;
    private static final int ST_VALUE = 8;
    private static final int ST_SIZE = 16;

    private final String name;
    private final RawPayload raw;
    private final BitSet ignoredSymbols = new BitSet();
    private Section[] sections = new Section[0];
    private Section symtab;
    private Section strtab;
    private int symbolCount;
    private long symbolTable;
    private long symbolEntry;
    private long stringTable;

    LivepatchElf(String name, RawPayload raw) {
        this.name = name;
        this.raw = raw;
    }

    /** Returns the payload's name, with which every line on the console begins. */
    String name() {
        return name;
    }

    RawPayload raw() {
        return raw;
    }

    int eShnum() {
        return raw.u16(60);
    }

    int eShstrndx() {
        return raw.u16(62);
    }

    int eShentsize() {
        return raw.u16(58);
    }

    long eShoff() {
        return raw.u64(40);
    }

    void setSections(Section[] sections) {
        this.sections = sections;
    }

    /** Returns how many sections there are, section 0 counted. */
    int sectionCount() {
        return sections.length;
    }

    Section section(int index) {
        return sections[index];
    }

    List<Long> loadAddresses() {
        return Arrays.stream(sections).map(Section::loadAddr).toList();
    }

    /** Models {@code livepatch_elf_sec_by_name}: the first of that name counts. */
    Optional<Section> sectionByName(String wanted) {
        for (int i = 1; i < sections.length; i++) {
            if (sections[i].name().equals(wanted)) {
                return Optional.of(sections[i]);
            }
        }
        return Optional.empty();
    }

    Section symtab() {
        return symtab;
    }

    void setSymtab(Section section) {
        symtab = section;
        symbolTable = section.offset();
        symbolEntry = section.entsize();
    }

    Section strtab() {
        return strtab;
    }

    void setStrtab(Section section) {
        strtab = section;
        stringTable = section.offset();
    }

    /** Returns how many symbols there are, symbol 0 counted. */
    int symbolCount() {
        return symbolCount;
    }

    void setSymbolCount(int count) {
        symbolCount = count;
    }

    private long symbol(int index) {
        return symbolTable + symbolEntry * Integer.toUnsignedLong(index);
    }

    /** Returns the file offset of a symbol's {@code st_name}. */
    long symbolNameAt(int index) {
        return symbol(index) + ST_NAME;
    }

    int symbolNameOffset(int index) {
        return raw.u32(symbolNameAt(index));
    }

    String symbolName(int index) {
        return raw.string(stringTable + Integer.toUnsignedLong(symbolNameOffset(index)));
    }

    long symbolSectionAt(int index) {
        return symbol(index) + ST_SHNDX;
    }

    int symbolSection(int index) {
        return raw.u16(symbolSectionAt(index));
    }

    long symbolValue(int index) {
        return raw.u64(symbol(index) + ST_VALUE);
    }

    void setSymbolValue(int index, long value) {
        raw.setU64(symbol(index) + ST_VALUE, value);
    }

    long symbolSize(int index) {
        return raw.u64(symbol(index) + ST_SIZE);
    }

    boolean symbolIgnored(int index) {
        return ignoredSymbols.get(index);
    }

    void ignoreSymbol(int index) {
        ignoredSymbols.set(index);
    }

    /** Returns whether a symbol belongs to a section that is not loaded or is of no section of the file. */
    boolean symbolOfLoadedSection(int index) {
        int shndx = symbolSection(index);
        return shndx != Elf.SHN_UNDEF
                && shndx < sections.length
                && section(shndx).has(Elf.SHF_ALLOC);
    }
}
