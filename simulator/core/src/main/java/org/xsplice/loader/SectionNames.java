// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** What the sections are called. Models xen/common/livepatch_elf.c:elf_resolve_section_names. */
final class SectionNames {
    private static final Rungs<SectionNames> TABLE =
            Rungs.each(rung(Check.SECTION_NAME_TABLE, SectionNames::sectionNameTable));
    private static final Rungs<SectionNames> SECTIONS = Rungs.each(rung(Check.SECTION_NAME, SectionNames::sectionName));

    static final List<Rungs<?>> RUNGS = List.of(TABLE, SECTIONS);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private final Section names;
    private Section section;

    SectionNames(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
        names = elf.section(new RawHeader(elf.raw()).shstrndx());
    }

    /** Returns the payload with the names. */
    LivepatchElf run() {
        context.checks(TABLE).make(this);
        Checks<SectionNames> each = context.checks(SECTIONS);
        return elf.with(unnamed -> {
            context.at(unnamed.index());
            section = unnamed;
            each.make(this);
            return section.named(elf.raw().string(nameAt()));
        });
    }

    private long offset() {
        return Integer.toUnsignedLong(section.nameOffset());
    }

    private long nameAt() {
        return names.offset() + offset();
    }

    private Made sectionNameTable() {
        context.suspect(
                Check.SECTION_NAME_TABLE,
                HeaderField.E_SHSTRNDX.offset(),
                "e_shstrndx",
                () -> mend.tables().sectionNames());
        if (!ResolveSections.stringTableGood(names)) {
            throw context.refuse(Errno.EINVAL, names.at(SectionField.SH_NAME), Message.SHSTRTAB_CORRUPTED, elf.name())
                    .mendedBy(mend.tables().sectionNames());
        }
        return Made.PASSED;
    }

    private Made sectionName() {
        if (Long.compareUnsigned(offset(), names.size()) >= 0) {
            throw context.refuse(
                            Errno.EINVAL,
                            section.at(SectionField.SH_NAME),
                            Message.SECTION_NAME_OUTSIDE,
                            elf.name(),
                            section.index())
                    .mendedBy(mend.tables().sectionName(section.index()));
        }
        return Made.PASSED;
    }
}
