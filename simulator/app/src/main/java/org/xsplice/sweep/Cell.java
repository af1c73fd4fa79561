// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import java.util.List;
import java.util.Optional;
import org.xsplice.time.Duration;

/**
 * All runs with the same CPUs, timeout and load.
 *
 * @param load in per cent
 * @param timedOut in how many the CPUs did not come in time
 * @param failed in how many something else was not as expected
 * @param quiesce how long CPUs took to stand still, of all actions that got so far, ascending
 */
public record Cell(
        int cpus, Duration timeout, int load, int runs, int passed, int timedOut, int failed, List<Duration> quiesce) {

    static Cell of(int cpus, Duration timeout, int load, List<SweepRun> all) {
        return new Cell(
                cpus,
                timeout,
                load,
                all.size(),
                count(all, SweepRun.Ending.PASSED),
                count(all, SweepRun.Ending.TIMED_OUT),
                count(all, SweepRun.Ending.FAILED),
                all.stream().flatMap(t -> t.quiesce().stream()).sorted().toList());
    }

    private static int count(List<SweepRun> all, SweepRun.Ending ending) {
        return (int) all.stream().filter(t -> t.ending() == ending).count();
    }

    /** Returns the share of runs in which all was as expected, in per cent, rounded down. */
    public int successPercent() {
        return 100 * passed / runs;
    }

    /** Returns the time that this many per cent of the actions did not exceed; nothing where no action quiesced. */
    public Optional<Duration> quiesce(int percent) {
        int index = (quiesce.size() - 1) * percent / 100;
        return quiesce.isEmpty() ? Optional.empty() : Optional.of(quiesce.get(index));
    }
}
