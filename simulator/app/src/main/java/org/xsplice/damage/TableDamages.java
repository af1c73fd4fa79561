// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;

/** Exception tables, bug frames and module information, good and bad; the section is added or replaced. */
final class TableDamages {
    private static final int BUGFRAME_NR = 4;

    private TableDamages() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        for (int size : new int[] {0, 9, 16}) {
            all.add(table("ex_size_" + size, ".ex_table", new byte[size]));
        }
        for (int i = 0; i < BUGFRAME_NR; i++) {
            for (int size : new int[] {0, 7, 8}) {
                all.add(table("bug_" + i + "_size_" + size, ".bug_frames." + i, new byte[size]));
            }
        }
        all.add(table("bug_4_size_7", ".bug_frames.4", new byte[7]));
        all.add(table("empty_modinfo", ".modinfo"));
        all.add(table("modinfo_one_nul", ".modinfo", (byte) 0));
        all.add(table("modinfo_not_terminated", ".modinfo", (byte) 'a', (byte) '=', (byte) 'b'));
        all.add(table("modinfo_ok", ".modinfo", (byte) 'a', (byte) '=', (byte) 'b', (byte) 0));
        return all;
    }

    private static Damage table(String name, String section, byte... content) {
        ObjectSection table = ObjectSection.progbits(section, Elf.SHF_ALLOC, 4, content);
        return new Damage(
                name,
                section + " has " + content.length + " bytes.",
                Edit.object(o -> o.has(section) ? o.with(o.indexOf(section), table) : o.plus(table)));
    }
}
