// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.HeaderField;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.RefusedException;

/** The ELF header. Models xen/common/livepatch_elf.c:livepatch_header_check. */
final class HeaderCheck {
    static final Rungs<HeaderCheck> RUNGS = Rungs.each(
            rung(Check.HEADER_COMPLETE, HeaderCheck::complete),
            rung(Check.MAGIC, HeaderCheck::magic),
            rung(Check.HEADER_VALUES, HeaderCheck::values),
            rung(Check.MACHINE, HeaderCheck::machine),
            rung(Check.SHSTRNDX_DEFINED, HeaderCheck::shstrndxDefined),
            rung(Check.SECTION_COUNT, HeaderCheck::sectionCount),
            rung(Check.SHSTRNDX_IN_RANGE, HeaderCheck::shstrndxInRange),
            rung(Check.SHOFF, HeaderCheck::shoff),
            rung(Check.SHENTSIZE, HeaderCheck::shentsize),
            rung(Check.SECTION_HEADERS_COMPLETE, HeaderCheck::sectionHeaders));

    private static final int E_SHNUM_LIMIT = 1024;

    private final LoadContext context;
    private final String name;
    private final RawPayload raw;
    private final RawHeader header;
    private final Mends mend;

    HeaderCheck(LoadContext context, String name, RawPayload raw) {
        this.context = context;
        this.name = name;
        this.raw = raw;
        header = new RawHeader(raw);
        mend = context.mends();
    }

    void run() {
        context.checks(RUNGS).make(this);
    }

    private RefusedException refuse(Errno errno, HeaderField field, Message message, Object... arguments) {
        return context.refuse(errno, field.offset(), message, arguments);
    }

    private Made complete() {
        if (raw.length() < Elf.EHDR_SIZE) {
            throw context.refuse(Errno.EINVAL, 0, Message.HEADER_BIGGER_THAN_PAYLOAD, name)
                    .mendedBy(mend.header().cut());
        }
        return Made.PASSED;
    }

    private Made magic() {
        if (header.u32(HeaderField.EI_MAGIC) != ElfHeader.MAGIC) {
            throw refuse(Errno.EINVAL, HeaderField.EI_MAGIC, Message.NOT_AN_ELF, name)
                    .mendedBy(mend.header().magic());
        }
        return Made.PASSED;
    }

    private Made values() {
        int osabi = header.u8(HeaderField.EI_OSABI);
        boolean osabiAccepted = osabi == Elf.ELFOSABI_NONE
                || osabi == Elf.ELFOSABI_FREEBSD && context.has(Feature.OSABI_FREEBSD_ACCEPTED);
        require(0, HeaderField.E_VERSION, header.u32(HeaderField.E_VERSION) == Elf.EV_CURRENT);
        require(1, HeaderField.EI_VERSION, header.u8(HeaderField.EI_VERSION) == Elf.EV_CURRENT);
        require(2, HeaderField.EI_ABIVERSION, header.u8(HeaderField.EI_ABIVERSION) == 0);
        require(3, HeaderField.EI_OSABI, osabiAccepted);
        require(4, HeaderField.E_TYPE, header.u16(HeaderField.E_TYPE) == Elf.ET_REL);
        require(5, HeaderField.E_PHNUM, header.u16(HeaderField.E_PHNUM) == 0);
        return Made.PASSED;
    }

    private void require(int number, HeaderField field, boolean good) {
        context.at(number);
        if (!good) {
            throw refuse(Errno.EOPNOTSUPP, field, Message.INVALID_ELF, name)
                    .mendedBy(mend.header().value(field));
        }
    }

    /** Models {@code arch_livepatch_verify_elf}. */
    private Made machine() {
        requireMachine(0, HeaderField.E_MACHINE, header.u16(HeaderField.E_MACHINE) == Elf.EM_X86_64);
        requireMachine(1, HeaderField.EI_CLASS, header.u8(HeaderField.EI_CLASS) == Elf.ELFCLASS64);
        requireMachine(2, HeaderField.EI_DATA, header.u8(HeaderField.EI_DATA) == Elf.ELFDATA2LSB);
        return Made.PASSED;
    }

    private void requireMachine(int number, HeaderField field, boolean good) {
        context.at(number);
        if (!good) {
            throw refuse(Errno.EOPNOTSUPP, field, Message.UNSUPPORTED_MACHINE, name)
                    .mendedBy(mend.header().value(field));
        }
    }

    private Made shstrndxDefined() {
        if (header.shstrndx() == Elf.SHN_UNDEF) {
            throw refuse(Errno.EINVAL, HeaderField.E_SHSTRNDX, Message.SHSTRNDX_UNDEFINED, name)
                    .mendedBy(mend.header().sectionNameIndex());
        }
        return Made.PASSED;
    }

    private Made sectionCount() {
        if (header.shnum() >= E_SHNUM_LIMIT) {
            throw refuse(Errno.EOPNOTSUPP, HeaderField.E_SHNUM, Message.TOO_MANY_SECTIONS, name, header.shnum())
                    .mendedBy(mend.header().sectionCount());
        }
        return Made.PASSED;
    }

    private Made shstrndxInRange() {
        if (header.shstrndx() >= header.shnum()) {
            throw refuse(
                            Errno.EINVAL,
                            HeaderField.E_SHSTRNDX,
                            Message.SHSTRNDX_PAST_END,
                            name,
                            header.shstrndx(),
                            header.shnum())
                    .mendedBy(mend.header().sectionNameIndex());
        }
        return Made.PASSED;
    }

    private Made shoff() {
        if (Long.compareUnsigned(header.shoff(), raw.length()) >= 0) {
            throw refuse(Errno.EINVAL, HeaderField.E_SHOFF, Message.BOGUS_SHOFF, name)
                    .mendedBy(mend.header().sectionHeaders());
        }
        return Made.PASSED;
    }

    private Made shentsize() {
        if (header.shentsize() < Elf.SHDR_SIZE) {
            throw refuse(
                            Errno.EINVAL,
                            HeaderField.E_SHENTSIZE,
                            Message.SHENTSIZE_WRONG,
                            name,
                            header.shentsize(),
                            Elf.SHDR_SIZE)
                    .mendedBy(mend.header().sectionHeaderSize());
        }
        return Made.PASSED;
    }

    private Made sectionHeaders() {
        if ((raw.length() - header.shoff()) / header.shentsize() < header.shnum()) {
            throw refuse(Errno.EINVAL, HeaderField.E_SHNUM, Message.SECTION_HEADERS_CORRUPTED, name)
                    .mendedBy(mend.header().lastSectionHeaders());
        }
        return Made.PASSED;
    }
}
