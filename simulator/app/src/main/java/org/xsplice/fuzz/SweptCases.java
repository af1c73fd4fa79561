// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import org.xsplice.damage.FieldDamage;
import org.xsplice.profile.Profile;

/** Executables of hypervisors with each field of each header at each border, one after the other. */
final class SweptCases implements CaseSource {
    private final List<FuzzTarget> targets;
    private final Profile profile;

    SweptCases(List<FuzzTarget> targets, Profile profile) {
        this.targets = targets;
        this.profile = profile;
    }

    @Override
    public FuzzCase prepare(long number) {
        long left = number;
        for (FuzzTarget target : targets) {
            List<FieldDamage> fields = target.fields();
            if (left < fields.size()) {
                return FuzzCase.of(number, target, fields.get((int) left), profile);
            }
            left -= fields.size();
        }
        throw new IllegalArgumentException("there is no case " + number);
    }
}
