// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;

/** Header, sections, names and symbols. Models xen/common/livepatch_elf.c:livepatch_elf_load. */
final class ElfLoad {
    private static final int E_SHNUM_LIMIT = 1024;
    private static final int ELF_MAGIC = 0x464c457f;
    private static final int LIVEPATCH_ELF_SYM_SIZE = 24;
    /** What {@code xzalloc_array} can have at most on the machines that are modelled, in bytes. */
    private static final long HEAP_LIMIT = 512L << 20;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final RawPayload raw;
    private final Mends mend;

    ElfLoad(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        this.raw = elf.raw();
        this.mend = context.mends();
    }

    void run() {
        context.enter("livepatch_elf_load");
        headerCheck();
        resolveSections();
        resolveSectionNames();
        getSym();
    }

    /** Models {@code livepatch_header_check}. */
    private void headerCheck() {
        String name = elf.name();
        if (raw.length() < Elf.EHDR_SIZE) {
            throw context.refuse(Check.HEADER_COMPLETE, Errno.EINVAL, 0, Message.HEADER_BIGGER_THAN_PAYLOAD, name)
                    .mendedBy(mend.header().cut());
        }
        context.pass(Check.HEADER_COMPLETE);
        if (raw.u32(0) != ELF_MAGIC) {
            throw context.refuse(Check.MAGIC, Errno.EINVAL, 0, Message.NOT_AN_ELF, name)
                    .mendedBy(mend.header().magic());
        }
        context.pass(Check.MAGIC);
        headerValues(name);
        verifyElf(name);
        if (elf.eShstrndx() == Elf.SHN_UNDEF) {
            throw context.refuse(Check.SHSTRNDX_DEFINED, Errno.EINVAL, 62, Message.SHSTRNDX_UNDEFINED, name)
                    .mendedBy(mend.header().sectionNameIndex());
        }
        context.pass(Check.SHSTRNDX_DEFINED);
        int shnum = elf.eShnum();
        if (shnum >= E_SHNUM_LIMIT) {
            throw context.refuse(Check.SECTION_COUNT, Errno.EOPNOTSUPP, 60, Message.TOO_MANY_SECTIONS, name, shnum)
                    .mendedBy(mend.header().sectionCount());
        }
        context.pass(Check.SECTION_COUNT);
        if (elf.eShstrndx() >= shnum) {
            throw context.refuse(
                            Check.SHSTRNDX_IN_RANGE,
                            Errno.EINVAL,
                            62,
                            Message.SHSTRNDX_PAST_END,
                            name,
                            elf.eShstrndx(),
                            shnum)
                    .mendedBy(mend.header().sectionNameIndex());
        }
        context.pass(Check.SHSTRNDX_IN_RANGE);
        if (Long.compareUnsigned(elf.eShoff(), raw.length()) >= 0) {
            throw context.refuse(Check.SHOFF, Errno.EINVAL, 40, Message.BOGUS_SHOFF, name)
                    .mendedBy(mend.header().sectionHeaders());
        }
        context.pass(Check.SHOFF);
        if (elf.eShentsize() < Elf.SHDR_SIZE) {
            throw context.refuse(
                            Check.SHENTSIZE,
                            Errno.EINVAL,
                            58,
                            Message.SHENTSIZE_WRONG,
                            name,
                            elf.eShentsize(),
                            Elf.SHDR_SIZE)
                    .mendedBy(mend.header().sectionHeaderSize());
        }
        context.pass(Check.SHENTSIZE);
        if ((raw.length() - elf.eShoff()) / elf.eShentsize() < shnum) {
            throw context.refuse(
                            Check.SECTION_HEADERS_COMPLETE, Errno.EINVAL, 60, Message.SECTION_HEADERS_CORRUPTED, name)
                    .mendedBy(mend.header().lastSectionHeaders());
        }
        context.pass(Check.SECTION_HEADERS_COMPLETE);
    }

    private void headerValues(String name) {
        int osabi = raw.u8(Elf.EI_OSABI);
        boolean osabiAccepted = osabi == Elf.ELFOSABI_NONE
                || osabi == Elf.ELFOSABI_FREEBSD && context.has(Feature.OSABI_FREEBSD_ACCEPTED);
        int[] offsets = {20, Elf.EI_VERSION, Elf.EI_ABIVERSION, Elf.EI_OSABI, 16, 56};
        boolean[] good = {
            raw.u32(20) == Elf.EV_CURRENT,
            raw.u8(Elf.EI_VERSION) == Elf.EV_CURRENT,
            raw.u8(Elf.EI_ABIVERSION) == 0,
            osabiAccepted,
            raw.u16(16) == Elf.ET_REL,
            raw.u16(56) == 0,
        };
        for (int i = 0; i < good.length; i++) {
            context.at(i);
            if (!good[i]) {
                throw context.refuse(Check.HEADER_VALUES, Errno.EOPNOTSUPP, offsets[i], Message.INVALID_ELF, name)
                        .mendedBy(mend.header().value(offsets[i]));
            }
        }
        context.pass(Check.HEADER_VALUES);
    }

    /** Models {@code arch_livepatch_verify_elf}. */
    private void verifyElf(String name) {
        context.at(raw.u16(18) != Elf.EM_X86_64 ? 0 : raw.u8(Elf.EI_CLASS) != Elf.ELFCLASS64 ? 1 : 2);
        int wrong = raw.u16(18) != Elf.EM_X86_64
                ? 18
                : raw.u8(Elf.EI_CLASS) != Elf.ELFCLASS64
                        ? Elf.EI_CLASS
                        : raw.u8(Elf.EI_DATA) != Elf.ELFDATA2LSB ? Elf.EI_DATA : 0;
        if (wrong != 0) {
            throw context.refuse(Check.MACHINE, Errno.EOPNOTSUPP, wrong, Message.UNSUPPORTED_MACHINE, name)
                    .mendedBy(mend.header().value(wrong));
        }
        context.pass(Check.MACHINE);
    }

    /** Models {@code elf_resolve_sections}. */
    private void resolveSections() {
        context.requireMemory(Message.NO_MEMORY_FOR_SECTIONS, elf.name());
        Section[] sections = new Section[elf.eShnum()];
        for (int i = 0; i < sections.length; i++) {
            sections[i] = new Section(raw, i, elf.eShoff() + (long) i * elf.eShentsize());
        }
        elf.setSections(sections);
        Section symtab = null;
        for (int i = 1; i < sections.length; i++) {
            context.at(i);
            resolveSection(sections[i]);
            if (sections[i].type() == Elf.SHT_SYMTAB) {
                if (symtab != null) {
                    throw context.refuse(
                                    Check.ONE_SYMBOL_TABLE,
                                    Errno.EOPNOTSUPP,
                                    sections[i].at(4),
                                    Message.MULTIPLE_SYMBOL_TABLES,
                                    elf.name())
                            .mendedBy(mend.tables().secondSymbolTable(i));
                }
                symtab = sections[i];
                if (Integer.compareUnsigned(symtab.link(), sections.length) >= 0) {
                    throw context.refuse(
                                    Check.SYMTAB_LINK,
                                    Errno.EINVAL,
                                    symtab.at(40),
                                    Message.SYMTAB_LINK_PAST_END,
                                    elf.name(),
                                    symtab.link(),
                                    sections.length)
                            .mendedBy(mend.tables().symbolNames());
                }
            }
        }
        context.pass(Check.ONE_SYMBOL_TABLE);
        if (symtab == null) {
            throw context.refuse(
                            Check.SYMBOL_TABLE_PRESENT, Errno.EINVAL, elf.eShoff(), Message.NO_SYMBOL_TABLE, elf.name())
                    .mendedBy(mend.tables().symbolTable());
        }
        context.pass(Check.SYMTAB_LINK);
        context.pass(Check.SYMBOL_TABLE_PRESENT);
        if (symtab.size() == 0
                || Long.compareUnsigned(symtab.entsize(), Elf.SYM_SIZE) < 0
                || Long.remainderUnsigned(symtab.size(), symtab.entsize()) != 0) {
            throw context.refuse(Check.SYMTAB_HEADER, Errno.EINVAL, symtab.at(32), Message.SYMTAB_CORRUPTED, elf.name())
                    .mendedBy(mend.tables().symbolTableHeader());
        }
        context.pass(Check.SYMTAB_HEADER);
        elf.setSymtab(symtab);
        Section strtab = sections[symtab.link()];
        context.suspect(Check.STRING_TABLE, symtab.at(40), "sh_link of the symbol table", mend.tables()::symbolNames);
        if (!stringTableGood(strtab)) {
            throw context.refuse(Check.STRING_TABLE, Errno.EINVAL, strtab.at(0), Message.STRTAB_CORRUPTED, elf.name())
                    .mendedBy(mend.tables().symbolNames());
        }
        context.pass(Check.STRING_TABLE);
        elf.setStrtab(strtab);
    }

    private void resolveSection(Section section) {
        int i = section.index();
        long offset = section.offset();
        boolean inHeader = Long.compareUnsigned(offset, Elf.EHDR_SIZE) < 0;
        boolean pastEnd = section.type() != Elf.SHT_NOBITS
                && (Long.compareUnsigned(offset, raw.length()) > 0
                        || Long.compareUnsigned(offset + section.size(), raw.length()) > 0);
        if (inHeader || pastEnd) {
            throw context.refuse(
                            Check.SECTION_DATA,
                            Errno.EINVAL,
                            section.at(24),
                            Message.SECTION_OUTSIDE,
                            elf.name(),
                            i,
                            inHeader ? "at ELF header" : "is past end")
                    .mendedBy(mend.sections().data(i));
        }
        context.pass(Check.SECTION_DATA);
        if (context.profile().strict()) {
            requireNoWrap(section);
        }
        if (context.has(Feature.SECTION_ALIGNMENT_CHECKED)) {
            alignment(section);
        }
        if (context.has(Feature.NOBITS_LIMITED)) {
            if (section.has(Elf.SHF_WRITE | Elf.SHF_ALLOC)
                    && section.type() == Elf.SHT_NOBITS
                    && Long.compareUnsigned(section.size(), Profile.MAX_SIZE) > 0) {
                throw context.refuse(
                                Check.NOBITS_SIZE,
                                Errno.EINVAL,
                                section.at(32),
                                "section [%d] asks for %s bytes of zeros"
                                        .formatted(i, Long.toUnsignedString(section.size())))
                        .mendedBy(mend.sections().zeros(i));
            }
            context.pass(Check.NOBITS_SIZE);
        }
    }

    private static void requireNoWrap(Section section) {
        if (section.type() != Elf.SHT_NOBITS
                && Long.compareUnsigned(section.offset() + section.size(), section.offset()) < 0) {
            throw new StrictException(
                    Quirk.SIZE_WRAPS,
                    section.at(32),
                    "section [%d] has %s bytes, more than there are addresses behind its offset"
                            .formatted(section.index(), Long.toUnsignedString(section.size())),
                    "set sh_size to what the section has");
        }
    }

    private void alignment(Section section) {
        long align = section.addralign();
        if ((align & align - 1) != 0) {
            throw context.refuse(
                            Check.SECTION_ALIGNMENT,
                            Errno.EOPNOTSUPP,
                            section.at(48),
                            Message.SECTION_ALIGNMENT_UNSUPPORTED,
                            elf.name(),
                            section.index(),
                            align)
                    .mendedBy(mend.sections().alignment(section.index()));
        }
        context.pass(Check.SECTION_ALIGNMENT);
        if (align != 0 && Long.remainderUnsigned(section.addr(), align) != 0) {
            throw context.refuse(
                            Check.SECTION_ADDRESS,
                            Errno.EINVAL,
                            section.at(16),
                            Message.SECTION_MISALIGNED,
                            elf.name(),
                            section.index(),
                            section.addr(),
                            align)
                    .mendedBy(mend.sections().address(section.index()));
        }
        context.pass(Check.SECTION_ADDRESS);
    }

    /** Models {@code elf_verify_strtab}. */
    private boolean stringTableGood(Section section) {
        return section.type() == Elf.SHT_STRTAB
                && section.size() != 0
                && raw.u8(section.offset()) == 0
                && raw.u8(section.offset() + section.size() - 1) == 0;
    }

    /** Models {@code elf_resolve_section_names}. */
    private void resolveSectionNames() {
        Section names = elf.section(elf.eShstrndx());
        context.suspect(Check.SECTION_NAME_TABLE, 62, "e_shstrndx", mend.tables()::sectionNames);
        if (!stringTableGood(names)) {
            throw context.refuse(
                            Check.SECTION_NAME_TABLE, Errno.EINVAL, names.at(0), Message.SHSTRTAB_CORRUPTED, elf.name())
                    .mendedBy(mend.tables().sectionNames());
        }
        context.pass(Check.SECTION_NAME_TABLE);
        for (int i = 1; i < elf.sectionCount(); i++) {
            context.at(i);
            Section section = elf.section(i);
            long offset = Integer.toUnsignedLong(section.nameOffset());
            if (Long.compareUnsigned(offset, names.size()) >= 0) {
                throw context.refuse(
                                Check.SECTION_NAME,
                                Errno.EINVAL,
                                section.at(0),
                                Message.SECTION_NAME_OUTSIDE,
                                elf.name(),
                                i)
                        .mendedBy(mend.tables().sectionName(i));
            }
            section.setName(raw.string(names.offset() + offset));
        }
        context.pass(Check.SECTION_NAME);
    }

    /** Models {@code elf_get_sym}. */
    private void getSym() {
        int count = (int) Long.divideUnsigned(elf.symtab().size(), elf.symtab().entsize());
        context.requireMemory(Message.NO_MEMORY_FOR_SYMBOLS, elf.name());
        if (Integer.toUnsignedLong(count) * LIVEPATCH_ELF_SYM_SIZE > HEAP_LIMIT) {
            throw context.refuse(
                            Check.SYMBOLS_FIT,
                            Errno.ENOMEM,
                            elf.symtab().at(32),
                            Message.NO_MEMORY_FOR_SYMBOLS,
                            elf.name())
                    .mendedBy(mend.tables().symbolTableSizeOf(1));
        }
        context.pass(Check.SYMBOLS_FIT);
        context.suspect(
                Check.SYMBOL_NAME,
                elf.symtab().at(32),
                "sh_size of the symbol table",
                () -> mend.tables().symbolTableSizeOf(1));
        long limit = elf.strtab().size();
        for (int i = 1; i < count; i++) {
            context.at(i);
            if (Long.compareUnsigned(Integer.toUnsignedLong(elf.symbolNameOffset(i)), limit) >= 0) {
                throw context.refuse(
                                Check.SYMBOL_NAME,
                                Errno.EINVAL,
                                elf.symbolNameAt(i),
                                Message.SYMBOL_NAME_OUTSIDE,
                                elf.name(),
                                i)
                        .mendedBy(mend.symbols().name(i));
            }
        }
        context.pass(Check.SYMBOL_NAME);
        elf.setSymbolCount(count);
    }
}
