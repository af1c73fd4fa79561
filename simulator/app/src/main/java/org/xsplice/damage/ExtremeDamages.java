// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.Tables;
import org.xsplice.profile.Profile;

/** Values at the far end of what fields hold, needed sections that are not loaded, and two at once. */
final class ExtremeDamages {
    private ExtremeDamages() {}

    static List<Damage> all(Profile profile) {
        List<Damage> all = new ArrayList<>();
        all.add(new Damage(
                "x_alloc_size_wrap",
                "A loaded section has a size of 2^64 - 1.",
                rodata().then(Edit.raw(raw -> raw.set(".rodata.extreme", SectionField.SH_SIZE, -1)))));
        all.add(new Damage(
                "x_align_huge",
                "A loaded section has an sh_addralign of 2^40.",
                rodata().then(Edit.raw(raw -> raw.set(".rodata.extreme", SectionField.SH_ADDRALIGN, 1L << 40)))));
        all.add(new Damage(
                "x_align_2_63",
                "A loaded section has an sh_addralign of 2^63.",
                rodata().then(Edit.raw(raw -> raw.set(".rodata.extreme", SectionField.SH_ADDRALIGN, Long.MIN_VALUE)))));
        all.add(new Damage(
                "x_bss_flags0_3mb",
                "A symbol that is relocated against belongs to NOBITS of 3 MiB that are not loaded.",
                Edit.object(ExtremeDamages::relocatedAgainstIgnoredBss)));
        all.add(new Damage(
                "x_symtab_size_wrap",
                "The symbol table's size wraps around the end of the address space.",
                Edit.fields((object, raw) -> {
                    int symtab = object.symtab();
                    raw.set(symtab, SectionField.SH_OFFSET, 0x50);
                    raw.set(symtab, SectionField.SH_SIZE, -16L);
                    raw.set(symtab, SectionField.SH_ENTSIZE, 24);
                })));
        all.add(new Damage("x_shnum_0_sentinel", "The header of section 0 is garbage.", Edit.raw(raw -> {
            for (SectionField field : SectionField.values()) {
                raw.set(0, field, -1);
            }
        })));
        all.add(new Damage("x_no_text_at_all", "All code is read-only data instead.", Edit.object(o -> {
            int text = Parts.text(o);
            return o.with(text, o.sections().get(text).withFlags(Elf.SHF_ALLOC));
        })));
        all.add(notLoaded("x_depends_not_alloc", profile.dependsSection()));
        all.add(notLoaded("x_id_not_alloc", Profile.BUILD_ID_SECTION));
        profile.xenDependsSection().ifPresent(section -> all.add(notLoaded("x_xdepends_not_alloc", section)));
        all.add(notLoaded("x_funcs_not_alloc", profile.functionSection()));
        pairs(all, profile);
        return all;
    }

    /** Damages of which the hypervisor must see the first one only. */
    private static void pairs(List<Damage> all, Profile profile) {
        all.add(both(
                "prec_badreloc_and_missing_dep",
                profile,
                "miss_" + Parts.slug(profile.dependsSection()),
                "rel_type_bogus"));
        if (profile.xenDependsSection().isPresent()) {
            all.add(both("prec_xdep_wrong_and_dupsym", profile, "sym_dup_hypervisor", "xdep_wrong_byte"));
        }
    }

    private static Damage both(String name, Profile profile, String later, String earlier) {
        Damage a = find(profile, later);
        Damage b = find(profile, earlier);
        return new Damage(
                name, b.description() + " " + a.description(), a.edit().then(b.edit()));
    }

    private static Damage find(Profile profile, String name) {
        List<Damage> all = new ArrayList<>();
        all.addAll(SymbolDamages.all(profile));
        all.addAll(RelocationDamages.all());
        all.addAll(SpecialSectionDamages.all(profile));
        all.addAll(NoteDamages.all(profile));
        return all.stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
    }

    private static Damage notLoaded(String name, String section) {
        return new Damage(
                name,
                section + " has no flags, so it is not loaded.",
                Edit.raw(raw -> raw.set(section, SectionField.SH_FLAGS, 0)));
    }

    private static Edit rodata() {
        return Edit.object(o -> o.plus(ObjectSection.progbits(".rodata.extreme", Elf.SHF_ALLOC, 1, new byte[16])));
    }

    private static ElfObject relocatedAgainstIgnoredBss(ElfObject object) {
        ElfObject grown = Parts.withSectionSymbol(
                object.plus(ObjectSection.nobits(".bss.ignored", 0, 1, 3 << 20)),
                object.sections().size());
        int symbol = Parts.lastSymbol(grown);
        int relocations = Parts.relocations(grown);
        List<Rela> all = grown.relocations(relocations);
        all.set(0, Tables.relocation(all.get(0).offset(), (int) all.get(0).type(), symbol, 0));
        return grown.withRelocations(relocations, all);
    }
}
