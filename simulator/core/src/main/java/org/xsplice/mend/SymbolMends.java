// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.SectionHeader;
import org.xsplice.elf.SymbolField;
import org.xsplice.event.ByteString;

/** Mends symbols. */
public final class SymbolMends {
    private final Evidence evidence;
    private final TableMends tables;
    private final GuestFacts guest;

    SymbolMends(Evidence evidence, TableMends tables, GuestFacts guest) {
        this.evidence = evidence;
        this.tables = tables;
        this.guest = guest;
    }

    private String called(int symbol) {
        String name = evidence.symbolName(symbol);
        return name.isEmpty() ? "symbol [" + symbol + "]" : name;
    }

    private Mend set(EditKind kind, int symbol, SymbolField field, long value, String text) {
        return new Mend.FileEdit(kind, text, List.of(evidence.set(symbol, field, value)));
    }

    /** The name is outside of the string table. */
    public Mend name(int symbol) {
        if (evidence.section(evidence.symtab()).entsize() != Elf.SYM_SIZE) {
            return tables.symbolTableHeader();
        }
        long name = unusedName();
        return set(
                EditKind.SYMBOL_NAME,
                symbol,
                SymbolField.ST_NAME,
                name,
                name == 0
                        ? "remove the name of symbol [" + symbol + "]"
                        : "give symbol [" + symbol + "] the only unused name");
    }

    private long unusedName() {
        SectionHeader names =
                evidence.section(evidence.section(evidence.symtab()).link());
        List<Long> unused = new ArrayList<>();
        for (long at = 1; at < names.size(); at++) {
            if (evidence.file().u8(names.offset() + at - 1) == 0 && isUnused(names, at)) {
                unused.add(at);
            }
        }
        return unused.size() == 1 ? unused.get(0) : 0;
    }

    private boolean isUnused(SectionHeader names, long at) {
        long end = at + evidence.file().string(names.offset() + at).length();
        return end > at
                && evidence.symbols(i -> {
                            long name =
                                    Integer.toUnsignedLong(evidence.symbol(i).name());
                            return name >= at && name < end;
                        })
                        .findAny()
                        .isEmpty();
    }

    /** A common symbol has no place; it gets one in a section of zeros. */
    public Mend common(int symbol) {
        if (evidence.section(evidence.symtab()).entsize() != Elf.SYM_SIZE) {
            return tables.symbolTableHeader();
        }
        ElfSymbol s = evidence.symbol(symbol);
        String name = ".bss." + called(symbol);
        return new Mend.FileEdit(
                EditKind.COMMON,
                "give " + called(symbol) + " its own place, as -fno-common does",
                List.of(
                        new Change.AddSection(
                                name,
                                Elf.SHT_NOBITS,
                                Elf.SHF_ALLOC | Elf.SHF_WRITE,
                                Math.max(1, Long.highestOneBit(s.value())),
                                s.size(),
                                ByteString.of()),
                        evidence.set(
                                symbol, SymbolField.ST_SHNDX, evidence.header().shnum()),
                        evidence.set(symbol, SymbolField.ST_VALUE, 0)));
    }

    /** Nobody knows an undefined symbol. */
    public Mend unknown(int symbol) {
        if (evidence.section(evidence.symtab()).entsize() != Elf.SYM_SIZE) {
            return tables.symbolTableHeader();
        }
        String name = evidence.symbolName(symbol);
        if (!new References(evidence).refersTo(symbol)) {
            return unneeded(symbol);
        }
        Optional<String> known = guest.knownAs(name);
        return known.isPresent()
                ? new Mend.FileEdit(
                        EditKind.FULL_NAME,
                        "rename " + name + " to " + known.get() + ", the hypervisor's name for it",
                        List.of(new Change.RenameSymbol(symbol, name, known.get())))
                : new Mend.Rebuild("build against this hypervisor, or load the payload that provides " + called(symbol)
                        + " first");
    }

    private Mend unneeded(int symbol) {
        return new Mend.Rebuild("run strip --strip-unneeded on the payload: nothing in it refers to " + called(symbol));
    }

    /** The symbol's section is none of the file's. */
    public Mend section(int symbol) {
        if (evidence.section(evidence.symtab()).entsize() != Elf.SYM_SIZE) {
            return tables.symbolTableHeader();
        }
        ElfSymbol s = evidence.symbol(symbol);
        if (s.type() == Elf.STT_FILE) {
            return set(
                    EditKind.TABLES,
                    symbol,
                    SymbolField.ST_SHNDX,
                    Elf.SHN_ABS,
                    "make " + called(symbol) + " a symbol without a section");
        }
        if (s.type() != Elf.STT_FUNC && !new References(evidence).refersTo(symbol)) {
            return unneeded(symbol);
        }
        String name = evidence.symbolName(symbol);
        OptionalInt named =
                evidence.only(i -> !name.isEmpty() && evidence.sectionName(i).endsWith("." + name) && fits(i, s));
        OptionalInt found = named.isPresent() ? named : evidence.only(i -> fits(i, s) && vacant(i, s));
        return found.isPresent()
                ? set(
                        EditKind.SYMBOL_SECTION,
                        symbol,
                        SymbolField.ST_SHNDX,
                        found.getAsInt(),
                        "set the section of " + called(symbol) + " to " + evidence.called(found.getAsInt())
                                + ", the only possible one")
                : new Mend.Rebuild("build the payload again: the section of " + called(symbol) + " is lost");
    }

    /** Returns whether a section can hold a symbol. */
    private boolean fits(int section, ElfSymbol symbol) {
        SectionHeader s = evidence.section(section);
        boolean kind = symbol.type() != Elf.STT_FUNC || s.has(Elf.SHF_EXECINSTR);
        return s.has(Elf.SHF_ALLOC) && kind && symbol.value() >= 0 && symbol.value() + symbol.size() <= s.size();
    }

    /** Returns whether no symbol of its type is at a symbol's place. */
    private boolean vacant(int section, ElfSymbol symbol) {
        return evidence.section(section).size() != 0
                && evidence.symbols(i -> {
                            ElfSymbol other = evidence.symbol(i);
                            return other.shndx() == section
                                    && other.type() == symbol.type()
                                    && other.value() == symbol.value();
                        })
                        .findAny()
                        .isEmpty();
    }

    /** The name of a symbol that the payload brings is taken. */
    public Mend taken(int symbol, String payload) {
        if (evidence.section(evidence.symtab()).entsize() != Elf.SYM_SIZE) {
            return tables.symbolTableHeader();
        }
        String name = evidence.symbolName(symbol);
        String other = payload + ".c#" + name;
        String cut = other.length() > 120 ? other.substring(0, 120) : other;
        return new Mend.FileEdit(
                EditKind.NEW_NAME,
                "rename the payload's own " + name + " to " + cut,
                List.of(new Change.RenameSymbol(symbol, name, free(cut))));
    }

    /** Returns the name, with a number after it where the hypervisor has one of that name. */
    private String free(String name) {
        String free = name;
        for (int i = 2; guest.addressOf(free) != 0; i++) {
            free = name + "." + i;
        }
        return free;
    }
}
