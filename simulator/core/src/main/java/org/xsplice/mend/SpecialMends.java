// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.OptionalInt;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.event.ByteString;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;

/** Mends sections that live patching knows by name: missing, empty, of a wrong size. */
public final class SpecialMends {
    private static final long POINTER_SIZE = 8;

    private final Evidence evidence;
    private final Profile profile;
    private final SectionMends sections;
    private final TableMends tables;
    private final NoteMends notes;

    SpecialMends(Evidence evidence, Profile profile, SectionMends sections, TableMends tables, NoteMends notes) {
        this.evidence = evidence;
        this.profile = profile;
        this.sections = sections;
        this.tables = tables;
        this.notes = notes;
    }

    /** A section that must be there is not. */
    public Mend missing(String name) {
        if (tables.sectionNames() instanceof Mend.FileEdit elsewhere && misnamed()) {
            return elsewhere;
        }
        return notes.isNote(name) ? notes.missing(name) : functions();
    }

    /** Returns whether the sections' names come from a table that is not the one made for them. */
    private boolean misnamed() {
        return evidence.first(i -> evidence.section(i).type() == Elf.SHT_STRTAB
                        && i != evidence.header().shstrndx()
                        && evidence.nameIn(i, i).equals(".shstrtab"))
                .isPresent();
    }

    /** There is nothing that patches anything: the functions may be there under another name. */
    public Mend functions() {
        OptionalInt found = evidence.only(i -> evidence.section(i).has(Elf.SHF_ALLOC)
                && !evidence.section(i).has(Elf.SHF_EXECINSTR)
                && evidence.whole(i)
                && entries(i, evidence.section(i).size()) > 0
                && evidence.section(i).size() % profile.functionLayout().size() == 0);
        if (found.isEmpty()) {
            return new Mend.Rebuild("give the payload a function section or a hook section");
        }
        String from = evidence.sectionName(found.getAsInt());
        return new Mend.FileEdit(
                EditKind.SECTION_NAME,
                "rename " + from + " to " + profile.functionSection() + ", since it holds such entries",
                List.of(new Change.RenameSection(found.getAsInt(), from, profile.functionSection())));
    }

    /** Counts the entries of the function section, up to a size, that have the right version. */
    private long entries(int section, long size) {
        SectionHeader s = evidence.section(section);
        int entry = profile.functionLayout().size();
        long count = 0;
        while ((count + 1) * entry <= size
                && evidence.file().contains(s.offset() + count * entry, entry)
                && evidence.file().u8(s.offset() + count * entry + FunctionLayout.VERSION)
                        == profile.functionLayout().version()) {
            count++;
        }
        return count;
    }

    /** A section that must not be empty is. */
    public Mend empty(int section) {
        String name = evidence.sectionName(section);
        OptionalInt other = evidence.first(i -> i != section
                && evidence.section(i).size() != 0
                && evidence.sectionName(i).equals(name));
        if (other.isPresent()) {
            return sections.hide(section, "remove the first " + name + ": it is empty, and there is a second one");
        }
        if (notes.isNote(name)) {
            return notes.empty(section);
        }
        SectionHeader s = evidence.section(section);
        if (name.equals(profile.functionSection()) && s.type() != Elf.SHT_NOBITS) {
            long count = entries(section, evidence.room(s.offset()));
            if (count > 0) {
                return sections.set(
                        EditKind.ENTRIES,
                        section,
                        SectionField.SH_SIZE,
                        count * profile.functionLayout().size(),
                        format("set the size of %s so that it holds its %d entries", name, count));
            }
        }
        return hookPointer(section) ? pointer(section) : dispensable(section);
    }

    /** Returns whether a section is one of hooks, and relocations fill its first pointer in. */
    private boolean hookPointer(int section) {
        return !evidence.sectionName(section).equals(profile.functionSection())
                && evidence.sections()
                        .mapToObj(evidence::section)
                        .anyMatch(s -> s.type() == Elf.SHT_RELA
                                && s.info() == section
                                && s.size() >= Elf.RELA_SIZE
                                && evidence.file().u64(s.offset()) == 0);
    }

    private Mend pointer(int section) {
        String name = evidence.sectionName(section);
        return new Mend.FileEdit(
                EditKind.HOOK,
                "make " + name + " hold one pointer of 8 bytes, which a relocation fills in",
                List.of(new Change.SetContent(section, name, ByteString.of(new byte[(int) POINTER_SIZE]))));
    }

    private Mend dispensable(int section) {
        String name = evidence.sectionName(section);
        boolean others = evidence.first(i -> i != section
                        && evidence.section(i).size() != 0
                        && profile.patchingSections().contains(evidence.sectionName(i)))
                .isPresent();
        return others
                ? sections.hide(section, "remove " + name + ": it holds no hook")
                : new Mend.Rebuild(
                        "put a pointer into " + name + ", since nothing else in the payload patches anything");
    }

    /** A section of hooks does not hold whole pointers, or not exactly one. */
    public Mend hooks(int section, boolean multiple) {
        String name = evidence.sectionName(section);
        long size = evidence.section(section).size();
        if (!hookPointer(section)) {
            return dispensable(section);
        }
        long last = References.of(evidence, section)
                .map(at -> Rela.read(evidence.file(), at).offset())
                .max()
                .orElse(0);
        if (!multiple && last >= POINTER_SIZE) {
            return otherwise(section);
        }
        if (Long.compareUnsigned(size, POINTER_SIZE) < 0) {
            return pointer(section);
        }
        long wanted = multiple ? size & -POINTER_SIZE : POINTER_SIZE;
        return sections.set(
                EditKind.HOOK,
                section,
                SectionField.SH_SIZE,
                wanted,
                format("set the size of %s to %d%s", name, wanted, multiple ? "" : ": it holds one pointer"));
    }

    /** A section is called one of a hook, and relocations fill in more than a pointer: it holds something else. */
    private Mend otherwise(int section) {
        String name = evidence.sectionName(section);
        boolean functions = entries(section, evidence.section(section).size()) > 0
                && evidence.first(i -> evidence.sectionName(i).equals(profile.functionSection()))
                        .isEmpty();
        return functions
                ? new Mend.FileEdit(
                        EditKind.SECTION_NAME,
                        "rename " + name + " to " + profile.functionSection() + ", since it holds such entries",
                        List.of(new Change.RenameSection(section, name, profile.functionSection())))
                : dispensable(section);
    }
}
