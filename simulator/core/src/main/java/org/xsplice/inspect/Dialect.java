// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xsplice.elf.ElfBytes;
import org.xsplice.event.ByteString;
import org.xsplice.mend.Evidence;
import org.xsplice.mend.NoteReader;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/** What a payload file tells of the release and the hypervisor that it was built for. */
public final class Dialect {
    private Dialect() {}

    /** Finds the release whose sections a payload has. */
    public static Optional<Profile> of(byte[] file) {
        Evidence evidence = new Evidence(new ElfBytes(file));
        Set<String> names = evidence.sections().mapToObj(evidence::sectionName).collect(Collectors.toSet());
        return Profiles.dialects().stream()
                .filter(p -> names.contains(p.functionSection())
                        || names.contains(p.dependsSection())
                        || p.xenDependsSection().filter(names::contains).isPresent())
                .findFirst();
    }

    /** Finds the build-id of the hypervisor that a payload was built for; in releases that do not say, of what it goes on. */
    public static Optional<ByteString> builtFor(byte[] file, Profile profile) {
        return NoteReader.read(
                new Evidence(new ElfBytes(file)), profile.xenDependsSection().orElse(profile.dependsSection()));
    }
}
