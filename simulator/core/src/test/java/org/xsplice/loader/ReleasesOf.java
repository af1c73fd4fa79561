// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import java.util.stream.Stream;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/** The releases that take payloads of one form. */
final class ReleasesOf {
    private ReleasesOf() {}

    /** Returns every point release that differs from the one before, the oldest first. */
    static List<Profile> dialect(Profile dialect) {
        return every().filter(profile -> sameDialect(dialect, profile)).toList();
    }

    static boolean sameDialect(Profile one, Profile other) {
        return Profiles.dialectOf(one).equals(Profiles.dialectOf(other));
    }

    private static Stream<Profile> every() {
        return Stream.concat(
                Profiles.series().stream()
                        .flatMap(series -> series.points().keySet().stream()
                                .map(point -> series.name() + "." + point)
                                .map(name -> Profiles.named(name).orElseThrow())),
                Stream.of(Profiles.XSPLICE_2016));
    }
}
