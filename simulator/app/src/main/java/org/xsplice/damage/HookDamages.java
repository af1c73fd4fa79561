// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.profile.HookKind;

/** Damages of hook sections. They add the section, or replace its content, with pointers that lead nowhere. */
final class HookDamages {
    private HookDamages() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        for (HookKind kind : HookKind.values()) {
            for (int size : new int[] {7, 8, 16}) {
                all.add(new Damage(
                        "hk_" + kind.name().toLowerCase(Locale.ROOT) + "_" + size,
                        kind.section() + " has " + size + " bytes.",
                        Edit.object(o -> o.has(kind.section())
                                ? o.with(o.indexOf(kind.section()), hook(kind.section(), size))
                                : o.plus(hook(kind.section(), size)))));
            }
        }
        all.add(new Damage(
                "hk_unknown",
                "There is a section .livepatch.hooks.bogus.",
                Edit.object(o -> o.plus(hook(".livepatch.hooks.bogus", 8)))));
        return all;
    }

    private static ObjectSection hook(String name, int size) {
        return ObjectSection.progbits(name, Elf.SHF_ALLOC, 8, new byte[size]);
    }
}
