// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ObjectSection;

/** Damages of section headers. */
final class SectionDamages {
    private static final long MEBI = 1 << 20;

    private SectionDamages() {}

    static List<Damage> all() {
        return List.of(
                text("sec_offset_in_header", "The code's sh_offset is 63.", SectionField.SH_OFFSET, Elf.EHDR_SIZE - 1),
                text("sec_offset_huge", "The code's sh_offset is 2^63.", SectionField.SH_OFFSET, Long.MIN_VALUE),
                new Damage(
                        "sec_offset_eof",
                        "The code's sh_offset is the file's size.",
                        Edit.fields(
                                (object, raw) -> raw.set(Parts.text(object), SectionField.SH_OFFSET, raw.length()))),
                new Damage(
                        "sec_offset_past",
                        "An empty section that is not loaded begins one byte after the end of the file.",
                        Edit.object(o -> o.plus(ObjectSection.progbits(".comment.empty", 0, 1)))
                                .then(Edit.raw(
                                        raw -> raw.set(".comment.empty", SectionField.SH_OFFSET, raw.length() + 1)))),
                new Damage(
                        "sec_offset_eof_empty",
                        "An empty section that is not loaded begins at the end of the file.",
                        Edit.object(o -> o.plus(ObjectSection.progbits(".comment.empty", 0, 1)))
                                .then(Edit.raw(
                                        raw -> raw.set(".comment.empty", SectionField.SH_OFFSET, raw.length())))),
                new Damage(
                        "sec_size_past",
                        "A section that is not loaded has a size of 1 GiB.",
                        comment().then(Edit.raw(raw -> raw.set(".comment", SectionField.SH_SIZE, 1 << 30)))),
                new Damage(
                        "sec_size_wrap",
                        "sh_offset + sh_size of a section that is not loaded wraps to the end of the header.",
                        comment()
                                .then(Edit.raw(raw -> raw.set(
                                        ".comment",
                                        SectionField.SH_SIZE,
                                        Elf.EHDR_SIZE - raw.contentOf(raw.indexOf(".comment")))))),
                bss("sec_bss_2mb", "A .bss has a size of 2 MiB.", Elf.SHF_WRITE | Elf.SHF_ALLOC, 2 * MEBI),
                bss(
                        "sec_bss_2mb_plus1",
                        "A .bss has one byte more than 2 MiB.",
                        Elf.SHF_WRITE | Elf.SHF_ALLOC,
                        2 * MEBI + 1),
                bss("sec_bss_3mb", "A .bss has a size of 3 MiB.", Elf.SHF_WRITE | Elf.SHF_ALLOC, 3 * MEBI),
                bss("sec_bss_ro_3mb", "A .bss that is not writable has 3 MiB.", Elf.SHF_ALLOC, 3 * MEBI),
                bss("sec_bss_not_loaded_3mb", "A writable .bss without ALLOC has 3 MiB.", Elf.SHF_WRITE, 3 * MEBI),
                bss("sec_bss_noflags_3mb", "A .bss without any flag has 3 MiB.", 0, 3 * MEBI),
                text("sec_align_3", "The code's sh_addralign is 3.", SectionField.SH_ADDRALIGN, 3),
                text("sec_align_0", "The code's sh_addralign is 0.", SectionField.SH_ADDRALIGN, 0),
                text("sec_align_64k", "The code's sh_addralign is 64 KiB.", SectionField.SH_ADDRALIGN, 0x10000),
                text("sec_addr_aligned", "The code's sh_addr is 64 KiB.", SectionField.SH_ADDR, 0x10000),
                new Damage(
                        "sec_addr_misaligned",
                        "The code's sh_addr is 8 and its sh_addralign 16.",
                        Edit.fields((object, raw) -> {
                            raw.set(Parts.text(object), SectionField.SH_ADDR, 8);
                            raw.set(Parts.text(object), SectionField.SH_ADDRALIGN, 16);
                        })),
                text(
                        "sec_wx",
                        "The code is writable as well.",
                        SectionField.SH_FLAGS,
                        Elf.SHF_ALLOC | Elf.SHF_WRITE | Elf.SHF_EXECINSTR),
                text("sec_flags0_text", "The code has no flags, so it is not loaded.", SectionField.SH_FLAGS, 0));
    }

    private static Damage text(String name, String description, SectionField field, long value) {
        return new Damage(name, description, Edit.fields((object, raw) -> raw.set(Parts.text(object), field, value)));
    }

    private static Damage bss(String name, String description, long flags, long size) {
        return new Damage(
                name,
                description,
                Edit.object(object -> object.plus(ObjectSection.nobits(".bss.damage", flags, 1, size))));
    }

    private static Edit comment() {
        return Edit.object(o -> o.has(".comment") ? o : o.plus(ObjectSection.progbits(".comment", 0, 1, new byte[16])));
    }
}
