// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.xsplice.elf.Elf;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;

/** Mends the symbol table's header, the string tables, and the sections' names. */
public final class TableMends {
    private static final String RELA = ".rela";

    private final Evidence evidence;
    private final SectionMends sections;

    TableMends(Evidence evidence, SectionMends sections) {
        this.evidence = evidence;
        this.sections = sections;
    }

    /** There is a second symbol table: the one that no relocations refer to is none. */
    public Mend secondSymbolTable(int second) {
        boolean used = relocated(second);
        int none = used ? evidence.symtab() : second;
        return sections.set(
                EditKind.TABLES,
                none,
                SectionField.SH_TYPE,
                Elf.SHT_PROGBITS,
                "make " + evidence.called(none) + " plain content: no relocations refer to it");
    }

    private boolean relocated(int table) {
        return evidence.sections()
                .mapToObj(evidence::section)
                .anyMatch(s -> s.type() == Elf.SHT_RELA && s.link() == table);
    }

    /** There is no symbol table. */
    public Mend symbolTable() {
        OptionalInt named = evidence.first(i -> evidence.sectionName(i).equals(".symtab"));
        OptionalInt used = named.isPresent() ? named : evidence.first(this::relocated);
        return used.isPresent()
                ? sections.set(
                        EditKind.TABLES,
                        used.getAsInt(),
                        SectionField.SH_TYPE,
                        Elf.SHT_SYMTAB,
                        "set the type of " + evidence.called(used.getAsInt()) + " to symbol table")
                : new Mend.Rebuild("do not strip the payload");
    }

    /** The symbol table's entries have an impossible size, or there are none, or not whole ones. */
    public Mend symbolTableHeader() {
        int symtab = evidence.symtab();
        SectionHeader s = evidence.section(symtab);
        List<Change> changes = new ArrayList<>();
        if (s.entsize() != Elf.SYM_SIZE) {
            changes.add(evidence.set(symtab, SectionField.SH_ENTSIZE, Elf.SYM_SIZE));
        }
        if (s.size() == 0 || s.size() % Elf.SYM_SIZE != 0) {
            changes.add(evidence.set(symtab, SectionField.SH_SIZE, symbolTableSize()));
        }
        return new Mend.FileEdit(
                EditKind.TABLES,
                "set the symbol table's entry size to 24 bytes, and its size to the entries that it has",
                changes);
    }

    /** Returns how much of the file can be the symbol table. */
    private long symbolTableSize() {
        SectionHeader s = evidence.section(evidence.symtab());
        long room = evidence.room(s.offset());
        return Math.max(Elf.SYM_SIZE, room - room % Elf.SYM_SIZE);
    }

    /** The symbol table claims more than the file holds, or less than relocations refer to. */
    public Mend symbolTableSizeOf(long atLeast) {
        long size = symbolTableSize();
        return size >= atLeast * Elf.SYM_SIZE
                        && size != evidence.section(evidence.symtab()).size()
                ? sections.set(
                        EditKind.TABLES,
                        evidence.symtab(),
                        SectionField.SH_SIZE,
                        size,
                        format("set the symbol table's size to its real %d bytes", size))
                : new Mend.Rebuild("build the payload again: its symbol table is damaged");
    }

    /** The symbol table's names are not where it says. */
    public Mend symbolNames() {
        int link = evidence.section(evidence.symtab()).link();
        boolean there = link > 0
                && link < evidence.sectionCount()
                && link != evidence.header().shstrndx();
        if (there && evidence.section(link).type() == Elf.SHT_STRTAB) {
            return strings(link);
        }
        OptionalInt other = evidence.only(i -> evidence.section(i).type() == Elf.SHT_STRTAB
                && i != evidence.header().shstrndx());
        if (other.isPresent()) {
            return sections.set(
                    EditKind.TABLES,
                    evidence.symtab(),
                    SectionField.SH_LINK,
                    other.getAsInt(),
                    "link the symbol table to " + evidence.called(other.getAsInt()) + ", the only string table");
        }
        return there ? strings(link) : new Mend.Rebuild("build the payload again: the symbols' names are missing");
    }

    /** The sections' names are not where the header says. */
    public Mend sectionNames() {
        int names = evidence.header().shstrndx();
        OptionalInt other = evidence.first(i -> i != names
                && evidence.section(i).type() == Elf.SHT_STRTAB
                && evidence.nameIn(i, i).equals(".shstrtab"));
        return other.isPresent() ? sectionNamesIn(other.getAsInt()) : strings(names);
    }

    private Mend sectionNamesIn(int section) {
        HeaderField field = HeaderField.E_SHSTRNDX;
        return new Mend.FileEdit(
                EditKind.TABLES,
                "set e_shstrndx to section [" + section + "], which holds the names",
                List.of(new Change.SetField(field.offset(), field.width(), section, field.label())));
    }

    /** A table is no string table that begins and ends with a NUL. */
    private Mend strings(int table) {
        SectionHeader s = evidence.section(table);
        List<Change> changes = new ArrayList<>();
        if (s.type() != Elf.SHT_STRTAB) {
            changes.add(evidence.set(table, SectionField.SH_TYPE, Elf.SHT_STRTAB));
        }
        long size = s.size();
        boolean cut = evidence.overlaps(table) && evidence.room(s.offset()) < size;
        if (size == 0 || cut || Long.compareUnsigned(size, evidence.file().length()) > 0 || !evidence.whole(table)) {
            size = withoutPadding(s.offset(), evidence.room(s.offset()));
            changes.add(evidence.set(table, SectionField.SH_SIZE, size));
        }
        if (size == 0) {
            return new Mend.Rebuild("build the payload again: " + evidence.called(table) + " is missing");
        }
        if (evidence.file().u8(s.offset()) != 0) {
            changes.add(new Change.SetField(s.offset(), 1, 0, "first byte of " + evidence.called(table)));
        }
        if (evidence.file().u8(s.offset() + size - 1) != 0) {
            changes.add(new Change.SetField(s.offset() + size - 1, 1, 0, "last byte of " + evidence.called(table)));
        }
        return new Mend.FileEdit(
                EditKind.TABLES,
                "make " + evidence.called(table) + " a string table that begins and ends with a NUL byte",
                changes);
    }

    /** A string table ends with one NUL; what follows is padding. */
    private long withoutPadding(long offset, long room) {
        long size = room;
        while (size > 1
                && evidence.file().u8(offset + size - 1) == 0
                && evidence.file().u8(offset + size - 2) == 0) {
            size--;
        }
        return size;
    }

    /** A section's name is outside of the table. */
    public Mend sectionName(int section) {
        OptionalInt other = evidence.first(i -> i != evidence.header().shstrndx()
                && evidence.section(i).type() == Elf.SHT_STRTAB
                && evidence.nameIn(i, i).equals(".shstrtab"));
        if (other.isPresent()) {
            return sectionNamesIn(other.getAsInt());
        }
        SectionHeader names = evidence.section(evidence.header().shstrndx());
        long whole = withoutPadding(names.offset(), evidence.room(names.offset()));
        if (Integer.toUnsignedLong(evidence.section(section).name()) < whole && whole > names.size()) {
            return sections.set(
                    EditKind.TABLES,
                    evidence.header().shstrndx(),
                    SectionField.SH_SIZE,
                    whole,
                    format("set the size of the section name table to its real %d bytes", whole));
        }
        long name = guessedName(section);
        String text = evidence.file()
                .string(evidence.section(evidence.header().shstrndx()).offset() + name);
        return sections.set(
                EditKind.SECTION_NAME,
                section,
                SectionField.SH_NAME,
                name,
                name == 0
                        ? "remove the name of section [" + section + "]"
                        : "name section [" + section + "] " + text + ", as the rest of the file suggests");
    }

    /** Relocations are called after the section they apply to; failing that, it is the only unused name. */
    private long guessedName(int section) {
        OptionalInt relocations = evidence.first(i -> evidence.section(i).type() == Elf.SHT_RELA
                && evidence.section(i).info() == section
                && evidence.sectionName(i).startsWith(RELA + "."));
        if (relocations.isPresent()) {
            return Integer.toUnsignedLong(
                            evidence.section(relocations.getAsInt()).name())
                    + RELA.length();
        }
        SectionHeader names = evidence.section(evidence.header().shstrndx());
        List<Long> unused = new ArrayList<>();
        for (long at = 1; at < names.size(); at++) {
            if (evidence.file().u8(names.offset() + at - 1) == 0 && unusedName(section, at)) {
                unused.add(at);
            }
        }
        return unused.size() == 1 ? unused.get(0) : 0;
    }

    private boolean unusedName(int section, long at) {
        long end = at
                + evidence.file()
                        .string(evidence.section(evidence.header().shstrndx()).offset() + at)
                        .length();
        return end > at
                && evidence.sections().filter(i -> i != section).noneMatch(i -> {
                    long name = Integer.toUnsignedLong(evidence.section(i).name());
                    return name >= at && name < end;
                });
    }
}
