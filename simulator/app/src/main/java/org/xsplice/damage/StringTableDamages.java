// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;

/** Damages of the two string tables. */
final class StringTableDamages {
    private StringTableDamages() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        table(all, "shstr", "section name table", ElfObject::shstrndx);
        table(
                all,
                "str",
                "symbols' string table",
                o -> o.sections().get(o.symtab()).link());
        all.add(new Damage(
                "shstr_name_past",
                "The code's sh_name is the size of the section name table.",
                Edit.fields((object, raw) -> raw.set(
                        Parts.text(object), SectionField.SH_NAME, raw.get(object.shstrndx(), SectionField.SH_SIZE)))));
        all.add(new Damage(
                "shstr_name_huge",
                "The code's sh_name is 2^32 - 1.",
                Edit.fields((object, raw) -> raw.set(Parts.text(object), SectionField.SH_NAME, -1))));
        return all;
    }

    private static void table(List<Damage> all, String prefix, String what, ToIntFunction<ElfObject> section) {
        all.add(new Damage(
                prefix + "_not_nul", "The last byte of the " + what + " is not NUL.", Edit.fields((object, raw) -> {
                    int index = section.applyAsInt(object);
                    long last = raw.contentOf(index) + raw.get(index, SectionField.SH_SIZE) - 1;
                    raw.put((int) last, 1, 'x');
                })));
        all.add(new Damage(
                prefix + "_first_not_nul",
                "The first byte of the " + what + " is not NUL.",
                Edit.fields((object, raw) -> raw.put(raw.contentOf(section.applyAsInt(object)), 1, 'x'))));
        all.add(new Damage(
                prefix + "_size0",
                "The " + what + " is empty.",
                Edit.fields((object, raw) -> raw.set(section.applyAsInt(object), SectionField.SH_SIZE, 0))));
        all.add(new Damage(
                prefix + "_type",
                "The " + what + " has the type of plain content.",
                Edit.fields(
                        (object, raw) -> raw.set(section.applyAsInt(object), SectionField.SH_TYPE, Elf.SHT_PROGBITS))));
    }
}
