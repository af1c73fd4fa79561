// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;
import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.stream.IntStream;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;

/** The section headers, and which of them the symbol table is. Models xen/common/livepatch_elf.c:elf_resolve_sections. */
final class ResolveSections {
    private static final Rungs<ResolveSections> SECTIONS = Rungs.together(
            rung(Check.SECTION_DATA, ResolveSections::data),
            rung(Check.SECTION_ALIGNMENT, ResolveSections::alignment).with(Feature.SECTION_ALIGNMENT_CHECKED),
            rung(Check.SECTION_ADDRESS, ResolveSections::address).with(Feature.SECTION_ALIGNMENT_CHECKED),
            rung(Check.NOBITS_SIZE, ResolveSections::zeros).with(Feature.NOBITS_LIMITED),
            rung(Check.ONE_SYMBOL_TABLE, ResolveSections::oneSymbolTable),
            rung(Check.SYMTAB_LINK, ResolveSections::symtabLink));

    private static final Rungs<ResolveSections> SYMBOL_TABLE = Rungs.each(
            rung(Check.SYMBOL_TABLE_PRESENT, ResolveSections::symbolTablePresent),
            rung(Check.SYMTAB_HEADER, ResolveSections::symtabHeader),
            rung(Check.STRING_TABLE, ResolveSections::stringTable));

    static final List<Rungs<?>> RUNGS = List.of(SECTIONS, SYMBOL_TABLE);

    private final LoadContext context;
    private final String name;
    private final RawPayload raw;
    private final Mends mend;
    private List<Section> sections = List.of();
    private Section section;
    private Section symtab;

    ResolveSections(LoadContext context, String name, RawPayload raw) {
        this.context = context;
        this.name = name;
        this.raw = raw;
        mend = context.mends();
    }

    /** Returns the payload, with sections that have no names yet. */
    LivepatchElf run() {
        context.requireMemory(Message.NO_MEMORY_FOR_SECTIONS, name);
        RawHeader header = new RawHeader(raw);
        sections = IntStream.range(0, header.shnum())
                .mapToObj(i -> Section.unnamed(raw, i, header.shoff() + (long) i * header.shentsize()))
                .toList();
        Checks<ResolveSections> each = context.checks(SECTIONS);
        for (int i = 1; i < sections.size(); i++) {
            context.at(i);
            section = sections.get(i);
            each.make(this);
        }
        context.checks(SYMBOL_TABLE).make(this);
        return new LivepatchElf(name, raw, sections, symtab.index(), symtab.link());
    }

    private Made data() {
        long offset = section.offset();
        boolean bits = section.type() != Elf.SHT_NOBITS;
        boolean inHeader = Long.compareUnsigned(offset, Elf.EHDR_SIZE) < 0;
        boolean pastEnd = bits
                && (Long.compareUnsigned(offset, raw.length()) > 0
                        || Long.compareUnsigned(offset + section.size(), raw.length()) > 0);
        if (inHeader || pastEnd) {
            throw context.refuse(
                            Errno.EINVAL,
                            section.at(SectionField.SH_OFFSET),
                            Message.SECTION_OUTSIDE,
                            name,
                            section.index(),
                            inHeader ? "at ELF header" : "is past end")
                    .mendedBy(mend.sections().data(section.index()));
        }
        if (bits && context.profile().strict()) {
            requireNoWrap(offset);
        }
        return Made.PASSED;
    }

    private void requireNoWrap(long offset) {
        if (Long.compareUnsigned(offset + section.size(), offset) < 0) {
            throw new StrictException(
                    Quirk.SIZE_WRAPS,
                    section.at(SectionField.SH_SIZE),
                    format(
                            "section [%d] claims %s bytes: its offset plus its size exceeds 64 bits",
                            section.index(), Long.toUnsignedString(section.size())),
                    "set sh_size to the real size of the section");
        }
    }

    private Made alignment() {
        long align = section.addralign();
        if ((align & align - 1) != 0) {
            throw context.refuse(
                            Errno.EOPNOTSUPP,
                            section.at(SectionField.SH_ADDRALIGN),
                            Message.SECTION_ALIGNMENT_UNSUPPORTED,
                            name,
                            section.index(),
                            align)
                    .mendedBy(mend.sections().alignment(section.index()));
        }
        return Made.PASSED;
    }

    private Made address() {
        long align = section.addralign();
        if (align != 0 && Long.remainderUnsigned(section.addr(), align) != 0) {
            throw context.refuse(
                            Errno.EINVAL,
                            section.at(SectionField.SH_ADDR),
                            Message.SECTION_MISALIGNED,
                            name,
                            section.index(),
                            section.addr(),
                            align)
                    .mendedBy(mend.sections().address(section.index()));
        }
        return Made.PASSED;
    }

    private Made zeros() {
        if (section.has(Elf.SHF_WRITE | Elf.SHF_ALLOC)
                && section.type() == Elf.SHT_NOBITS
                && Long.compareUnsigned(section.size(), Profile.MAX_SIZE) > 0) {
            throw context.refuse(
                            Errno.EINVAL,
                            section.at(SectionField.SH_SIZE),
                            format(
                                    "section [%d] asks for %s bytes of zeros",
                                    section.index(), Long.toUnsignedString(section.size())))
                    .mendedBy(mend.sections().zeros(section.index()));
        }
        return Made.PASSED;
    }

    private Made oneSymbolTable() {
        if (section.type() == Elf.SHT_SYMTAB) {
            if (symtab != null) {
                throw context.refuse(
                                Errno.EOPNOTSUPP,
                                section.at(SectionField.SH_TYPE),
                                Message.MULTIPLE_SYMBOL_TABLES,
                                name)
                        .mendedBy(mend.tables().secondSymbolTable(section.index()));
            }
            symtab = section;
        }
        return Made.PASSED;
    }

    private Made symtabLink() {
        if (section != symtab) {
            return Made.NOTHING;
        }
        if (Integer.compareUnsigned(symtab.link(), sections.size()) >= 0) {
            throw context.refuse(
                            Errno.EINVAL,
                            symtab.at(SectionField.SH_LINK),
                            Message.SYMTAB_LINK_PAST_END,
                            name,
                            symtab.link(),
                            sections.size())
                    .mendedBy(mend.tables().symbolNames());
        }
        return Made.PASSED;
    }

    private Made symbolTablePresent() {
        if (symtab == null) {
            throw context.refuse(Errno.EINVAL, new RawHeader(raw).shoff(), Message.NO_SYMBOL_TABLE, name)
                    .mendedBy(mend.tables().symbolTable());
        }
        return Made.PASSED;
    }

    private Made symtabHeader() {
        if (symtab.size() == 0
                || Long.compareUnsigned(symtab.entsize(), Elf.SYM_SIZE) < 0
                || Long.remainderUnsigned(symtab.size(), symtab.entsize()) != 0) {
            throw context.refuse(Errno.EINVAL, symtab.at(SectionField.SH_SIZE), Message.SYMTAB_CORRUPTED, name)
                    .mendedBy(mend.tables().symbolTableHeader());
        }
        return Made.PASSED;
    }

    private Made stringTable() {
        Section strtab = sections.get(symtab.link());
        context.suspect(
                Check.STRING_TABLE,
                symtab.at(SectionField.SH_LINK),
                "sh_link of the symbol table",
                () -> mend.tables().symbolNames());
        if (!stringTableGood(strtab)) {
            throw context.refuse(Errno.EINVAL, strtab.at(SectionField.SH_NAME), Message.STRTAB_CORRUPTED, name)
                    .mendedBy(mend.tables().symbolNames());
        }
        return Made.PASSED;
    }

    /** Models {@code elf_verify_strtab}. */
    static boolean stringTableGood(Section section) {
        RawPayload raw = section.raw();
        return section.type() == Elf.SHT_STRTAB
                && section.size() != 0
                && raw.u8(section.offset()) == 0
                && raw.u8(section.offset() + section.size() - 1) == 0;
    }
}
