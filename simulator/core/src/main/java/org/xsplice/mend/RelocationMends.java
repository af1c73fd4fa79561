// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.Rela;
import org.xsplice.elf.RelocationField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;

/** Mends relocation sections and relocations. */
public final class RelocationMends {
    /** The types of the x86-64 psABI end here; what has another one was damaged. */
    private static final long LAST_TYPE = 64;

    /** A field of four bytes at the end of an instruction is four bytes before the next one. */
    private static final long USUAL_ADDEND = -4;

    private final Evidence evidence;
    private final SectionMends sections;
    private final TableMends tables;
    private final FunctionMends functions;

    RelocationMends(Evidence evidence, SectionMends sections, TableMends tables, FunctionMends functions) {
        this.evidence = evidence;
        this.sections = sections;
        this.tables = tables;
        this.functions = functions;
    }

    /** The relocations are linked to something else than the symbol table. */
    public Mend link(int section) {
        return sections.set(
                EditKind.TABLES,
                section,
                SectionField.SH_LINK,
                evidence.symtab(),
                "link " + evidence.called(section) + " to the symbol table");
    }

    /** Relocations apply to section 0. */
    public Mend base(int section) {
        String name = evidence.sectionName(section);
        OptionalInt base = evidence.first(i -> name.equals(".rela" + evidence.sectionName(i)));
        return base.isPresent()
                ? sections.set(
                        EditKind.TABLES,
                        section,
                        SectionField.SH_INFO,
                        base.getAsInt(),
                        "make " + name + " apply to " + evidence.called(base.getAsInt()) + ", as its name says")
                : sections.set(
                        EditKind.TABLES,
                        section,
                        SectionField.SH_TYPE,
                        Elf.SHT_NULL,
                        "remove the type of " + name + ": it holds no relocations");
    }

    /** Size or entry size is impossible. */
    public Mend header(int section) {
        SectionHeader s = evidence.section(section);
        long entry = s.type() == Elf.SHT_REL ? Elf.REL_SIZE : Elf.RELA_SIZE;
        Optional<Long> hole = evidence.overlaps(section) ? evidence.hole(s.size(), s.addralign()) : Optional.empty();
        if (hole.isPresent()) {
            return sections.set(
                    EditKind.TABLES,
                    section,
                    SectionField.SH_OFFSET,
                    hole.get(),
                    format("set the offset of %s to the only free place of that size", evidence.called(section)));
        }
        if (beyond(section)) {
            long room = evidence.room(s.offset());
            return sections.set(
                    EditKind.TABLES,
                    section,
                    SectionField.SH_SIZE,
                    room - room % entry,
                    format("set the size of %s so that it ends where something else begins", evidence.called(section)));
        }
        if (s.entsize() == entry) {
            return sections.wholeEntries(section, entry);
        }
        List<Change> changes = new ArrayList<>(List.of(evidence.set(section, SectionField.SH_ENTSIZE, entry)));
        if (Long.remainderUnsigned(s.size(), entry) != 0) {
            changes.addAll(((Mend.FileEdit) sections.wholeEntries(section, entry)).changes());
        }
        return new Mend.FileEdit(
                EditKind.TABLES,
                format("set the entry size of %s to %d bytes", evidence.called(section), entry),
                changes);
    }

    /** The relocations have no addends, or so it says. */
    public Mend withoutAddends(int section) {
        SectionHeader s = evidence.section(section);
        if (s.entsize() == Elf.RELA_SIZE && s.size() % Elf.RELA_SIZE == 0) {
            return sections.set(
                    EditKind.TABLES,
                    section,
                    SectionField.SH_TYPE,
                    Elf.SHT_RELA,
                    "make " + evidence.called(section) + " relocations with addends, since its entries have that size");
        }
        boolean idle = true;
        for (long at = s.offset(); at < s.offset() + s.size(); at += Elf.REL_SIZE) {
            idle &= evidence.file().u32(RelocationField.R_TYPE.at(at)) == Elf.R_X86_64_NONE;
        }
        return idle
                ? sections.set(
                        EditKind.TABLES,
                        section,
                        SectionField.SH_TYPE,
                        Elf.SHT_NULL,
                        "remove " + evidence.called(section) + ": its relocations have no effect")
                : new Mend.Rebuild("assemble for x86-64: its relocations have addends");
    }

    /** Returns whether the entries are not where the header says. */
    private boolean damaged(int section) {
        return evidence.section(section).entsize() != Elf.RELA_SIZE || beyond(section);
    }

    private boolean beyond(int section) {
        SectionHeader s = evidence.section(section);
        return Long.compareUnsigned(s.size(), evidence.room(s.offset())) > 0;
    }

    private static Change.SetField set(long entry, RelocationField field, long value) {
        return new Change.SetField(
                entry + field.offset(), field.width(), value, format("%s of the relocation", field.label()));
    }

    private static Mend edit(EditKind kind, String text, Change... changes) {
        return new Mend.FileEdit(kind, text, List.of(changes));
    }

    /**
     * A relocation refers to symbol 0, to none of the table, or to one that has no address.
     *
     * @param entry file offset of the relocation
     */
    public Mend symbol(int section, long entry) {
        if (damaged(section)) {
            return header(section);
        }
        Rela relocation = Rela.read(evidence.file(), entry);
        if (relocation.type() == Elf.R_X86_64_NONE) {
            return edit(
                    EditKind.IDLE_RELOCATION,
                    "make the relocation, which does nothing, refer to a symbol",
                    set(entry, RelocationField.R_SYM, anySymbol()));
        }
        long index = Integer.toUnsignedLong(relocation.symbol());
        if (index >= evidence.symbolCount() && tables.symbolTableSizeOf(index + 1) instanceof Mend.FileEdit longer) {
            return longer;
        }
        return otherSymbol(entry);
    }

    private Mend otherSymbol(long entry) {
        OptionalInt lost = new References(evidence).lost();
        return lost.isPresent()
                ? edit(
                        EditKind.RELOCATION_SYMBOL,
                        "make the relocation refer to " + evidence.symbolName(lost.getAsInt())
                                + ", the only symbol that nothing refers to any more",
                        set(entry, RelocationField.R_SYM, lost.getAsInt()))
                : new Mend.Rebuild("build the payload again: the symbol of the relocation is lost");
    }

    /** Returns a symbol that has an address. */
    private int anySymbol() {
        return evidence.symbols(i -> {
                    int shndx = evidence.symbol(i).shndx();
                    return shndx == Elf.SHN_ABS
                            || shndx < evidence.sectionCount()
                                    && evidence.section(shndx).has(Elf.SHF_ALLOC);
                })
                .findFirst()
                .orElse(1);
    }

    /** A relocation's symbol belongs to a section that is not loaded. */
    public Mend ignored(int section, long entry) {
        if (damaged(section)) {
            return header(section);
        }
        int shndx = evidence.symbol(Rela.read(evidence.file(), entry).symbol()).shndx();
        return sections.load(shndx);
    }

    /** A relocation's place is outside of its section. */
    public Mend offset(int section, int base, long entry) {
        if (damaged(section)) {
            return header(section);
        }
        Rela relocation = Rela.read(evidence.file(), entry);
        SectionHeader s = evidence.section(base);
        int width = relocation.type() == Elf.R_X86_64_64 ? Long.BYTES : Integer.BYTES;
        long wanted = relocation.offset() + width;
        boolean cut = relocation.offset() >= 0
                && s.type() != Elf.SHT_NOBITS
                && Long.compareUnsigned(wanted, evidence.room(s.offset())) <= 0;
        if (cut) {
            return sections.set(
                    EditKind.EXTENT,
                    base,
                    SectionField.SH_SIZE,
                    evidence.room(s.offset()),
                    "set the size of " + evidence.called(base) + " to its content, since relocations reach beyond it");
        }
        OptionalLong place = base == functions.section()
                ? functions.place(relocation.symbol())
                : new Places(evidence, base).lost(relocation.type());
        return place.isPresent()
                ? edit(
                        EditKind.RELOCATION_PLACE,
                        format("move the relocation to the only place in %s that needs one", evidence.called(base)),
                        set(entry, RelocationField.R_OFFSET, place.getAsLong()))
                : new Mend.Rebuild("build the payload again: the place of the relocation is lost");
    }

    /** The target is too far for 32 bits. */
    public Mend overflow(int section, int base, long entry) {
        if (damaged(section)) {
            return header(section);
        }
        Rela relocation = Rela.read(evidence.file(), entry);
        int shndx = evidence.symbol(relocation.symbol()).shndx();
        if (shndx > 0
                && shndx < evidence.sectionCount()
                && !evidence.section(shndx).has(Elf.SHF_ALLOC)) {
            return sections.load(shndx);
        }
        if (shndx == Elf.SHN_ABS) {
            return otherSymbol(entry);
        }
        long addend = relocation.addend();
        boolean code = evidence.section(base).has(Elf.SHF_EXECINSTR);
        return addend != (int) addend
                ? edit(
                        EditKind.RELOCATION_ADDEND,
                        "set the addend to " + (code ? USUAL_ADDEND : 0) + "; now it has more than 32 bits",
                        set(entry, RelocationField.R_ADDEND, code ? USUAL_ADDEND : 0))
                : new Mend.Rebuild("refer to the target by R_X86_64_64: it is farther than 2 GiB");
    }

    /** The hypervisor does not know the type: it was damaged, or a compiler wanted it so. */
    public Mend type(int section, int base, long entry) {
        if (damaged(section)) {
            return header(section);
        }
        Rela relocation = Rela.read(evidence.file(), entry);
        if (relocation.type() <= LAST_TYPE) {
            return new Mend.Rebuild("compile with hidden visibility and -fPIC: only 64, PC32 and PLT32 are known");
        }
        SectionHeader s = evidence.section(base);
        ElfBytes file = evidence.file();
        long place = s.offset() + relocation.offset();
        if (s.has(Elf.SHF_EXECINSTR) && relocation.offset() > 1) {
            if (Places.branch(file, place)) {
                return edit(
                        EditKind.RELOCATION_TYPE,
                        "make the relocation R_X86_64_PLT32, since it belongs to a branch",
                        set(entry, RelocationField.R_TYPE, Elf.R_X86_64_PLT32));
            }
            if (Places.ripRelative(file, place)) {
                return edit(
                        EditKind.RELOCATION_TYPE,
                        "make the relocation R_X86_64_PC32, since it belongs to an operand relative to RIP",
                        set(entry, RelocationField.R_TYPE, Elf.R_X86_64_PC32));
            }
        }
        boolean pointer = !s.has(Elf.SHF_EXECINSTR)
                && relocation.offset() % Long.BYTES == 0
                && relocation.offset() + Long.BYTES <= s.size()
                && file.u64(place) == 0;
        return pointer
                ? edit(
                        base == functions.section() ? EditKind.RELOCATION_TYPE : EditKind.POINTER,
                        "make the relocation R_X86_64_64, since it belongs to a pointer",
                        set(entry, RelocationField.R_TYPE, Elf.R_X86_64_64))
                : new Mend.Rebuild("build the payload again: the type of a relocation is lost");
    }
}
