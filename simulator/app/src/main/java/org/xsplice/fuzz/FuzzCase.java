// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xsplice.damage.FieldDamage;
import org.xsplice.profile.Profile;

/**
 * One damaged file.
 *
 * @param number from 0
 * @param changes what was done to it, one sentence each
 * @param field there if that is all that was done
 * @param body does with it what is done with such a file
 */
record FuzzCase(
        long number, byte[] file, List<String> changes, Optional<FieldDamage> field, Supplier<CaseResult> body) {
    /** Gives a field of a hypervisor's headers a border value. */
    static FuzzCase of(long number, FuzzTarget target, FieldDamage damage, Profile profile) {
        byte[] file = damage.apply(target.file());
        byte[] payload = target.payloadsFor(profile).get(0);
        return new FuzzCase(
                number,
                file,
                List.of(damage.toString()),
                Optional.of(damage),
                () -> ImageCase.run(file, profile, payload));
    }

    CaseResult run() {
        return body.get();
    }
}
