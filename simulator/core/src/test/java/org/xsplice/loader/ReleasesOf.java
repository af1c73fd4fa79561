// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

    /** Returns the first release of each kind, of both forms of payloads. */
    static List<Profile> distinct(Function<Profile, Object> kind) {
        Map<Object, Profile> distinct = new LinkedHashMap<>();
        every().forEach(profile -> distinct.putIfAbsent(kind.apply(profile), profile));
        return List.copyOf(distinct.values());
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
