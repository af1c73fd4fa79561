// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.xsplice.profile.Profile;

/**
 * All named ways of damaging a payload, and a few of changing it that do no harm. They go through what a hypervisor
 * checks in the order in which it does, and are made for payloads of one release.
 */
public final class Damages {
    private Damages() {}

    /** Returns all of them; names are unique. */
    public static List<Damage> of(Profile profile) {
        List<Damage> all = new ArrayList<>();
        all.addAll(HeaderDamages.all());
        all.addAll(SectionDamages.all());
        all.addAll(StringTableDamages.all());
        all.addAll(SymbolDamages.all(profile));
        all.addAll(RelocationDamages.all());
        all.addAll(SpecialSectionDamages.all(profile));
        all.addAll(FunctionDamages.all(profile));
        all.addAll(HookDamages.all());
        all.addAll(NoteDamages.all(profile));
        all.addAll(AlternativeDamages.all(profile));
        all.addAll(AlternativeCallDamages.all());
        all.addAll(TableDamages.all());
        all.addAll(ExtremeDamages.all(profile));
        all.addAll(QuirkDamages.all(profile));
        return List.copyOf(all);
    }

    /**
     * Finds one by its name.
     *
     * @throws NoSuchElementException if there is none
     */
    public static Damage named(Profile profile, String name) {
        return of(profile).stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no damage is called " + name));
    }
}
