// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.remedy.Remedy;

/** Recognizes payloads that were built for a release whose sections have other names. */
final class OtherDialect {
    private OtherDialect() {}

    /** Returns what to do with such a payload. */
    static Optional<Remedy> remedy(Profile profile, LivepatchElf elf) {
        return Profiles.all().stream()
                .filter(other -> !other.xenPrefix().equals(profile.xenPrefix()))
                .flatMap(other -> Stream.of(other.functionSection(), other.dependsSection())
                        .filter(section -> elf.sectionByName(section).isPresent())
                        .map(section -> remedy(profile, other, section)))
                .findFirst();
    }

    private static Remedy remedy(Profile profile, Profile other, String section) {
        return new Remedy.Otherwise("use profile: %s, whose dialect this payload is of (it has %s), or build it for %s"
                .formatted(other.name(), section, profile.name()));
    }
}
