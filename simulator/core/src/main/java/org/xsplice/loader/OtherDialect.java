// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/** Recognizes payloads that were built for a release whose sections have other names. */
final class OtherDialect {
    private OtherDialect() {}

    /** Returns what to do with such a payload. */
    static Optional<Mend> mend(Profile profile, LivepatchElf elf) {
        return Profiles.dialects().stream()
                .filter(other -> !other.xenPrefix().equals(profile.xenPrefix()))
                .flatMap(other -> Stream.of(other.functionSection(), other.dependsSection())
                        .filter(section -> elf.sectionByName(section).isPresent())
                        .map(section -> mend(profile, other, section)))
                .findFirst();
    }

    private static Mend mend(Profile profile, Profile other, String section) {
        return new Mend.Otherwise(format(
                "use profile: %s, since the payload is in its dialect (it has %s), or build it for %s",
                other.name(), section, profile.name()));
    }
}
