// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;

/** Mends section headers: place, size, alignment and flags. */
public final class SectionMends {
    private static final long PAGE_SIZE = 4096;
    private static final long NOBITS_MAX = 2 << 20;
    private static final long USUAL_ALIGNMENT = 16;

    private final Evidence evidence;

    SectionMends(Evidence evidence) {
        this.evidence = evidence;
    }

    Mend set(EditKind kind, int section, SectionField field, long value, String text) {
        return new Mend.FileEdit(kind, text, List.of(evidence.set(section, field, value)));
    }

    /** The content is not in the file, or in its header. */
    public Mend data(int section) {
        SectionHeader s = evidence.section(section);
        String called = evidence.called(section);
        boolean placed = Long.compareUnsigned(s.offset(), Elf.EHDR_SIZE) >= 0
                && Long.compareUnsigned(s.offset(), evidence.file().length()) < 0;
        if (placed && evidence.room(s.offset()) > 0) {
            return size(section, evidence.room(s.offset()));
        }
        Optional<Long> hole = s.size() > 0 ? evidence.hole(s.size(), s.addralign()) : Optional.empty();
        if (hole.isPresent()) {
            return set(
                    EditKind.EXTENT,
                    section,
                    SectionField.SH_OFFSET,
                    hole.get(),
                    "set the offset of " + called + " to the only free place of that size");
        }
        boolean dispensable = s.size() == 0 || !s.has(Elf.SHF_ALLOC) && s.type() != Elf.SHT_SYMTAB;
        return dispensable
                ? new Mend.FileEdit(
                        EditKind.UNLOADED,
                        "set the size of " + called + " to 0, since it is not loaded",
                        List.of(
                                evidence.set(section, SectionField.SH_OFFSET, Elf.EHDR_SIZE),
                                evidence.set(section, SectionField.SH_SIZE, 0)))
                : new Mend.Rebuild("give the whole file; the content of " + called + " is missing");
    }

    private Mend size(int section, long size) {
        return set(
                EditKind.EXTENT,
                section,
                SectionField.SH_SIZE,
                size,
                format(
                        "set the size of %s to %d bytes, since something else begins there",
                        evidence.called(section), size));
    }

    /** The size of a section that is copied leads out of the file. */
    public Mend copied(int section) {
        SectionHeader s = evidence.section(section);
        if (s.type() == Elf.SHT_NOBITS) {
            return zeros(section);
        }
        boolean unaligned = s.addralign() == 0;
        return unaligned
                ? alignment(section)
                : evidence.room(s.offset()) < s.size() || s.size() < 0 ? data(section) : alignment(section);
    }

    /** The alignment is no power of two, or 0, or far too large. */
    public Mend alignment(int section) {
        long align = evidence.section(section).addralign();
        long wanted = align > 0 && align < PAGE_SIZE
                ? Math.max(1, Long.highestOneBit(align - 1) << 1)
                : align == 0 ? 1 : USUAL_ALIGNMENT;
        return set(
                EditKind.ALIGNMENT,
                section,
                SectionField.SH_ADDRALIGN,
                wanted,
                format("set the alignment of %s to %d", evidence.called(section), wanted));
    }

    /** The address does not go with the alignment. */
    public Mend address(int section) {
        return set(
                EditKind.TABLES,
                section,
                SectionField.SH_ADDR,
                0,
                "set the address of " + evidence.called(section) + " to 0, as in every relocatable file");
    }

    /** More zeros are asked for than the hypervisor gives. */
    public Mend zeros(int section) {
        long used = evidence.symbols(i -> evidence.symbol(i).shndx() == section)
                .mapToObj(evidence::symbol)
                .mapToLong(s -> s.value() + s.size())
                .max()
                .orElse(0);
        return used >= 0
                        && used <= NOBITS_MAX
                        && used < evidence.section(section).size()
                ? set(
                        EditKind.ZEROS,
                        section,
                        SectionField.SH_SIZE,
                        used,
                        format("set the size of %s to the %d bytes that symbols cover", evidence.called(section), used))
                : new Mend.Rebuild("keep " + evidence.called(section) + " below 2 MiB");
    }

    /** A section is writable and executable. */
    public Mend writableCode(int section) {
        long flags = evidence.section(section).flags();
        boolean code = holdsCode(section);
        return set(
                EditKind.FLAGS,
                section,
                SectionField.SH_FLAGS,
                flags & ~(code ? Elf.SHF_WRITE : Elf.SHF_EXECINSTR),
                code
                        ? "make " + evidence.called(section) + " read-only: it holds code"
                        : "make " + evidence.called(section) + " not executable: it holds data");
    }

    private boolean holdsCode(int section) {
        return evidence.sectionName(section).startsWith(".text")
                || evidence.symbols(i -> evidence.symbol(i).shndx() == section)
                        .mapToObj(evidence::symbol)
                        .anyMatch(s -> s.type() == Elf.STT_FUNC);
    }

    /** A section must be loaded and is not. */
    public Mend load(int section) {
        SectionHeader s = evidence.section(section);
        List<Change> changes = new ArrayList<>();
        if (s.type() == Elf.SHT_NOBITS && Long.compareUnsigned(s.size(), NOBITS_MAX) > 0) {
            if (!(zeros(section) instanceof Mend.FileEdit smaller)) {
                return zeros(section);
            }
            changes.addAll(smaller.changes());
        }
        long kind = holdsCode(section) ? Elf.SHF_EXECINSTR : s.type() == Elf.SHT_NOBITS ? Elf.SHF_WRITE : 0;
        boolean contradictory = s.has(Elf.SHF_WRITE | Elf.SHF_EXECINSTR);
        long others = contradictory ? 0 : s.flags();
        changes.add(evidence.set(section, SectionField.SH_FLAGS, others | Elf.SHF_ALLOC | kind));
        return new Mend.FileEdit(
                EditKind.FLAGS,
                "set the flags of " + evidence.called(section) + " so that it is loaded (SHF_ALLOC"
                        + (kind == Elf.SHF_EXECINSTR ? ", SHF_EXECINSTR)" : ")"),
                changes);
    }

    /** The sections together need more memory than there is. */
    public Mend memory() {
        IntPredicate loaded = i -> evidence.section(i).has(Elf.SHF_ALLOC);
        OptionalInt spread = evidence.first(
                loaded.and(i -> Long.compareUnsigned(evidence.section(i).addralign(), PAGE_SIZE) > 0));
        if (spread.isPresent()) {
            return alignment(spread.getAsInt());
        }
        OptionalInt empty = evidence.first(loaded.and(i -> evidence.section(i).type() == Elf.SHT_NOBITS
                && evidence.section(i).size() > NOBITS_MAX));
        if (empty.isPresent()) {
            return zeros(empty.getAsInt());
        }
        OptionalInt wrong = evidence.first(loaded.and(i ->
                Long.compareUnsigned(evidence.section(i).size(), evidence.file().length()) > 0));
        return wrong.isPresent() ? copied(wrong.getAsInt()) : new Mend.Rebuild("make the payload's sections smaller");
    }

    /**
     * The size is no multiple of that of an entry: the file may hold the rest of the last one; otherwise that is cut off.
     */
    public Mend wholeEntries(int section, long entry) {
        SectionHeader s = evidence.section(section);
        boolean tables = s.type() == Elf.SHT_STRTAB || s.type() == Elf.SHT_SYMTAB;
        boolean relocations = s.type() == Elf.SHT_RELA && entry != Elf.RELA_SIZE;
        if (tables || relocations || s.has(Elf.SHF_STRINGS)) {
            return hide(section, "remove the name of " + evidence.called(section) + ", since it is something else");
        }
        long down = Long.divideUnsigned(s.size(), entry) * entry;
        long up = down + entry;
        boolean more =
                evidence.whole(section) && evidence.file().contains(s.offset(), up) && evidence.room(s.offset()) >= up;
        boolean nearlyWhole = down == 0 || s.size() - down > entry / 2;
        long size = more && nearlyWhole ? up : down;
        if (size == 0 && References.of(evidence, section).findAny().isPresent()) {
            return new Mend.Rebuild("build the payload again: " + evidence.called(section) + " was cut short");
        }
        return set(
                EditKind.EXTENT,
                section,
                SectionField.SH_SIZE,
                size,
                format("set the size of %s to %d: whole entries of %d bytes", evidence.called(section), size, entry));
    }

    /** Finds another section of the same name that is as wanted. */
    OptionalInt namesake(int section, IntPredicate wanted) {
        String name = evidence.sectionName(section);
        return evidence.first(i -> i != section && evidence.sectionName(i).equals(name) && wanted.test(i));
    }

    /** A section had better not be found by its name. */
    public Mend hide(int section, String text) {
        return new Mend.FileEdit(
                EditKind.HIDDEN, text, List.of(new Change.RenameSection(section, evidence.sectionName(section), "")));
    }

    /** Nothing in the payload is executable. */
    public Mend code() {
        OptionalInt code = evidence.first(i -> evidence.section(i).has(Elf.SHF_ALLOC)
                && !evidence.section(i).has(Elf.SHF_WRITE)
                && evidence.section(i).size() != 0
                && holdsCode(i));
        return code.isPresent()
                ? set(
                        EditKind.FLAGS,
                        code.getAsInt(),
                        SectionField.SH_FLAGS,
                        evidence.section(code.getAsInt()).flags() | Elf.SHF_EXECINSTR,
                        "make " + evidence.called(code.getAsInt()) + " executable: it holds code")
                : new Mend.Rebuild("put the payload's code into an executable section");
    }
}
