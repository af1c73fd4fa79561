// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.Tables;
import org.xsplice.profile.AlternativeLayout;
import org.xsplice.profile.Profile;

/**
 * Alternatives, good and bad. A payload gets one: two bytes of its code, replaced by a NOP of two bytes where the CPU has
 * a feature that none has.
 */
final class AlternativeDamages {
    /** CPUID leaf 1, EDX bit 10: reserved. */
    private static final int FEATURE_NEVER = 10;

    private static final String TABLE = ".altinstructions";
    private static final String REPLACEMENT = ".altinstr_replacement";

    /** One more than what the hypervisor has room for while it alters code. */
    private static final int LARGE = 255;

    private final int entrySize;

    private AlternativeDamages(Profile profile) {
        entrySize = profile.alternatives().size();
    }

    static List<Damage> all(Profile profile) {
        return new AlternativeDamages(profile).all();
    }

    private List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        all.add(new Damage("alt_ok", "An alternative is added that never applies.", alternative()));
        all.add(new Damage(
                "alt_size_" + (entrySize - 1),
                TABLE + " has one byte less than whole entries.",
                alternative().then(Edit.raw(raw -> raw.set(TABLE, SectionField.SH_SIZE, entrySize - 1)))));
        all.add(new Damage(
                "empty_altinstructions",
                TABLE + " has a size of 0.",
                alternative()
                        .then(Edit.raw(raw -> raw.set(TABLE, SectionField.SH_SIZE, 0)))
                        .then(Edit.raw(raw -> raw.set(".rela" + TABLE, SectionField.SH_SIZE, 0)))));
        all.add(new Damage(
                "alt_no_replacement",
                REPLACEMENT + " has another name.",
                alternative()
                        .then(Edit.object(o -> o.with(
                                o.indexOf(REPLACEMENT), o.section(REPLACEMENT).withName(".renamed"))))));
        all.add(new Damage(
                "alt_no_text", "No section is executable.", alternative().then(Edit.object(Parts::withoutCode))));
        all.add(content(
                "alt_orig_len_past", "orig_len is 255.", table -> table[AlternativeLayout.ORIG_LEN] = (byte) 255));
        all.add(content(
                "alt_repl_len_past", "repl_len is 200.", table -> table[AlternativeLayout.REPL_LEN] = (byte) 200));
        all.add(content("alt_orig_len0", "orig_len is 0.", table -> table[AlternativeLayout.ORIG_LEN] = 0));
        all.add(content("alt_repl_len0", "repl_len is 0.", table -> table[AlternativeLayout.REPL_LEN] = 0));
        all.add(content(
                "alt_feature_huge",
                "The feature's number is 65535.",
                table -> Arrays.fill(table, AlternativeLayout.CPUID, AlternativeLayout.CPUID + 2, (byte) 0xff)));
        all.add(new Damage(
                "alt_orig_large",
                "An alternative is added for 255 bytes of code.",
                Edit.object(o -> o.plus(ObjectSection.progbits(
                                ".text.large", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 1, new byte[LARGE])))
                        .then(alternative())
                        .then(changed(table -> table[AlternativeLayout.ORIG_LEN] = (byte) LARGE))));
        all.add(pointer("alt_orig_outside", "The original is 1 MiB before the code.", 0, -(1L << 20)));
        all.add(pointer("alt_repl_outside", "The replacement is 1 MiB after its section.", 1, 1L << 20));
        all.add(new Damage(
                "x_altinstr_not_alloc",
                TABLE + " has no flags, so it is not loaded.",
                alternative().then(Edit.raw(raw -> raw.set(TABLE, SectionField.SH_FLAGS, 0)))));
        return all;
    }

    private Edit alternative() {
        return Edit.object(this::add);
    }

    private ElfObject add(ElfObject object) {
        ElfObject grown = object.plus(
                ObjectSection.progbits(REPLACEMENT, Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 1, (byte) 0x66, (byte) 0x90));
        grown = Parts.withSectionSymbol(grown, grown.sections().size() - 1);
        int replacement = Parts.lastSymbol(grown);
        grown = Parts.withSectionSymbol(grown, Parts.text(grown));
        int text = Parts.lastSymbol(grown);
        byte[] entry = new byte[entrySize];
        entry[AlternativeLayout.CPUID] = FEATURE_NEVER;
        entry[AlternativeLayout.ORIG_LEN] = 2;
        entry[AlternativeLayout.REPL_LEN] = 2;
        return Parts.withRelocations(
                grown.plus(ObjectSection.progbits(TABLE, Elf.SHF_ALLOC, 1, entry)),
                List.of(
                        Tables.relocation(AlternativeLayout.ORIG, Elf.R_X86_64_PC32, text, 0),
                        Tables.relocation(AlternativeLayout.REPL, Elf.R_X86_64_PC32, replacement, 0)));
    }

    private Damage content(String name, String description, Consumer<byte[]> change) {
        return new Damage(
                name,
                "An alternative is added; its " + description,
                alternative().then(changed(change)));
    }

    private static Edit changed(Consumer<byte[]> change) {
        return Edit.object(o -> {
            byte[] table = o.section(TABLE).content().toArray();
            change.accept(table);
            return o.with(o.indexOf(TABLE), o.section(TABLE).withContent(table));
        });
    }

    private Damage pointer(String name, String description, int entry, long addend) {
        return new Damage(
                name, "An alternative is added. " + description, alternative().then(Edit.object(o -> {
                    int relocations = o.indexOf(".rela" + TABLE);
                    List<Rela> all = o.relocations(relocations);
                    Rela old = all.get(entry);
                    all.set(entry, new Rela(old.offset(), old.info(), addend));
                    return o.withRelocations(relocations, all);
                })));
    }
}
