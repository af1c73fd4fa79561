// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.Tables;
import org.xsplice.event.ByteString;

/** Damages of relocation sections and of their first entries. */
final class RelocationDamages {
    private RelocationDamages() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        types(all);
        entries(all);
        sections(all);
        return all;
    }

    private static void types(List<Damage> all) {
        type(all, "none", 0);
        type(all, "GOT32", 3);
        type(all, "COPY", 5);
        type(all, "GOTPCREL", 9);
        type(all, "32", 10);
        type(all, "32S", 11);
        type(all, "PC64", 24);
        type(all, "bogus", 255);
        type(all, "huge", -1);
    }

    private static void type(List<Damage> all, String suffix, int type) {
        all.add(first(
                "rel_type_" + suffix,
                "A relocation has the type " + Integer.toUnsignedString(type) + ".",
                (o, r) -> Tables.relocation(r.offset(), type, r.symbol(), r.addend())));
    }

    private static void entries(List<Damage> all) {
        all.add(first(
                "rel_off_past",
                "A relocation's r_offset is 1 MiB.",
                (o, r) -> new Rela(1 << 20, r.info(), r.addend())));
        all.add(first(
                "rel_off_huge", "A relocation's r_offset is 2^64 - 1.", (o, r) -> new Rela(-1, r.info(), r.addend())));
        all.add(first(
                "rel_none_off_past",
                "A relocation of type 0 has an r_offset of 1 MiB.",
                (o, r) -> Tables.relocation(1 << 20, Elf.R_X86_64_NONE, r.symbol(), r.addend())));
        all.add(first(
                "rel_sym_past",
                "A relocation's symbol is number 5000.",
                (o, r) -> Tables.relocation(r.offset(), (int) r.type(), 5000, r.addend())));
        all.add(first(
                "rel_sym_end",
                "A relocation's symbol is the one after the last.",
                (o, r) -> Tables.relocation(
                        r.offset(), (int) r.type(), o.symbols().size(), r.addend())));
        all.add(first(
                "rel_sym_huge",
                "A relocation's symbol is number 2^32 - 1.",
                (o, r) -> Tables.relocation(r.offset(), (int) r.type(), -1, r.addend())));
        all.add(first(
                "rel_sym0",
                "A relocation's symbol is number 0.",
                (o, r) -> Tables.relocation(r.offset(), (int) r.type(), 0, r.addend())));
        all.add(first(
                "rel_sym0_none",
                "A relocation of type 0 has symbol 0.",
                (o, r) -> Tables.relocation(r.offset(), Elf.R_X86_64_NONE, 0, r.addend())));
        all.add(first(
                "rel_pc32_overflow",
                "A PC32 relocation's addend is 2^40.",
                (o, r) -> Tables.relocation(r.offset(), Elf.R_X86_64_PC32, r.symbol(), 1L << 40)));
        all.add(first(
                "rel_plt32_overflow",
                "A PLT32 relocation's addend is -2^40.",
                (o, r) -> Tables.relocation(r.offset(), Elf.R_X86_64_PLT32, r.symbol(), -(1L << 40))));
        all.add(new Damage(
                "rel_against_ignored",
                "A relocation's symbol is that of a section that is not loaded.",
                Edit.object(o -> {
                    ElfObject with = Parts.withSectionSymbol(
                            o.plus(ObjectSection.progbits(".not_loaded", 0, 1, new byte[16])),
                            o.sections().size());
                    int symbol = Parts.lastSymbol(with);
                    return changeFirst(with, (x, r) -> Tables.relocation(r.offset(), (int) r.type(), symbol, 0));
                })));
    }

    private static void sections(List<Damage> all) {
        all.add(header("rel_entsize23", "Relocations have an sh_entsize of 23.", SectionField.SH_ENTSIZE, 23));
        all.add(header("rel_entsize0", "Relocations have an sh_entsize of 0.", SectionField.SH_ENTSIZE, 0));
        all.add(header("rel_size_odd", "Relocations have 23 bytes.", SectionField.SH_SIZE, 23));
        all.add(header("rel_info_past", "Relocations apply to section 60000.", SectionField.SH_INFO, 60000));
        all.add(header("rel_info0", "Relocations apply to section 0.", SectionField.SH_INFO, 0));
        all.add(header("rel_link0", "Relocations have an sh_link of 0.", SectionField.SH_LINK, 0));
        all.add(header("rel_link_huge", "Relocations have an sh_link of 2^32 - 1.", SectionField.SH_LINK, -1));
        all.add(header("rel_is_REL", "Relocations have the type SHT_REL.", SectionField.SH_TYPE, Elf.SHT_REL));
        all.add(new Damage(
                "rel_is_REL_16",
                "A relocation section of one entry without addend is added.",
                addSection(Elf.SHT_REL, Elf.REL_SIZE, Elf.REL_SIZE, true)));
        all.add(new Damage(
                "rel_is_REL_entsize15",
                "A relocation section without addends has an sh_entsize of 15.",
                addSection(Elf.SHT_REL, Elf.REL_SIZE, Elf.REL_SIZE - 1, true)));
        all.add(new Damage(
                "rel_is_REL_empty",
                "An empty section of type SHT_REL is added.",
                addSection(Elf.SHT_REL, 0, Elf.REL_SIZE, true)));
        all.add(new Damage(
                "rel_empty_entsize0",
                "An empty relocation section with an sh_entsize of 0 is added.",
                addSection(Elf.SHT_RELA, 0, 0, true)));
        all.add(new Damage(
                "rel_empty_link0",
                "An empty relocation section with an sh_link of 0 is added.",
                addSection(Elf.SHT_RELA, 0, Elf.RELA_SIZE, false)));
        all.add(new Damage(
                "rel_target_comment",
                "Relocations of an unknown type apply to a section that is not loaded.",
                Edit.object(o -> Parts.withRelocations(
                        o.plus(ObjectSection.progbits(".comment.target", 0, 1, new byte[16])),
                        List.of(Tables.relocation(0, 255, 0, 0))))));
        all.add(new Damage(
                "x_entsize_48",
                "The function section's relocations have an sh_entsize of 48, so that every other one counts.",
                Edit.fields((object, raw) -> raw.set(
                        Parts.first(
                                object,
                                "relocation section of an even number of entries",
                                s -> s.type() == Elf.SHT_RELA && s.size() != 0 && s.size() % 48 == 0),
                        SectionField.SH_ENTSIZE,
                        48))));
        all.add(new Damage(
                "x_rela_order",
                "The same relocations are there twice.",
                Edit.object(o -> o.plus(o.sections().get(Parts.relocations(o))))));
    }

    private static Edit addSection(int type, int size, int entsize, boolean linked) {
        return Edit.object(o -> o.plus(new ObjectSection(
                ".rel.added",
                type,
                0,
                ByteString.of(new byte[size]),
                size,
                linked ? o.symtab() : 0,
                Parts.text(o),
                8,
                entsize)));
    }

    private static Damage header(String name, String description, SectionField field, long value) {
        return new Damage(
                name, description, Edit.fields((object, raw) -> raw.set(Parts.relocations(object), field, value)));
    }

    private static Damage first(String name, String description, BiFunction<ElfObject, Rela, Rela> change) {
        return new Damage(name, description, Edit.object(o -> changeFirst(o, change)));
    }

    private static ElfObject changeFirst(ElfObject object, BiFunction<ElfObject, Rela, Rela> change) {
        int section = Parts.relocations(object);
        List<Rela> relocations = object.relocations(section);
        relocations.set(0, change.apply(object, relocations.get(0)));
        return object.withRelocations(section, relocations);
    }
}
