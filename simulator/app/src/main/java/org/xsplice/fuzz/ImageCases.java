// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.damage.FieldDamage;
import org.xsplice.damage.Mutant;
import org.xsplice.damage.Mutator;
import org.xsplice.profile.Profile;

/** Damaged executables of hypervisors: a field of a header at its border, or bytes at random. */
final class ImageCases implements CaseSource {
    private final FuzzTarget target;
    private final Profile profile;
    private final Chance chance;
    private final Mutator images;

    ImageCases(FuzzTarget target, Profile profile, Chance chance) {
        this.target = target;
        this.profile = profile;
        this.chance = chance;
        images = new Mutator(profile, chance);
    }

    @Override
    public FuzzCase prepare(long number) {
        if (chance.oneIn(2)) {
            FieldDamage damage =
                    target.fields().get(chance.below(target.fields().size()));
            return FuzzCase.of(number, target, damage, profile);
        }
        Mutant mutant = images.mutateBytes(target.file());
        byte[] payload = target.payloadsFor(profile).get(0);
        return new FuzzCase(
                number,
                mutant.file(),
                mutant.changes(),
                Optional.empty(),
                () -> ImageCase.run(mutant.file(), profile, payload));
    }
}
