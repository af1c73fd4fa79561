// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.Optional;
import org.xsplice.host.PlaneKind;
import org.xsplice.scenario.Schedule;

/** What takes the place of values in a scenario file. */
public record Overrides(
        Optional<Integer> cpus,
        Optional<Long> seed,
        Optional<Schedule> schedule,
        Optional<PlaneKind> plane,
        Optional<Boolean> strict) {
    /** Everything as the file says. */
    public static final Overrides NONE =
            new Overrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Overrides withCpus(int number) {
        return new Overrides(Optional.of(number), seed, schedule, plane, strict);
    }

    public Overrides withSeed(long number) {
        return new Overrides(cpus, Optional.of(number), schedule, plane, strict);
    }

    public Overrides withSchedule(Schedule order) {
        return new Overrides(cpus, seed, Optional.of(order), plane, strict);
    }

    public Overrides withPlane(PlaneKind kind) {
        return withPlane(Optional.of(kind));
    }

    /** Nothing leaves the file's. */
    public Overrides withPlane(Optional<PlaneKind> kind) {
        return new Overrides(cpus, seed, schedule, kind, strict);
    }

    public Overrides withStrict() {
        return new Overrides(cpus, seed, schedule, plane, Optional.of(true));
    }
}
