// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import java.util.List;
import java.util.function.IntFunction;
import org.xsplice.scenario.Scenario;
import org.xsplice.time.Duration;

/**
 * What is run: every number of CPUs with every timeout and every load, with several seeds each.
 *
 * @param scenario reads the scenario for a number of CPUs
 * @param timeouts of the scenario's actions
 * @param loads of its activities, in per cent
 * @param seeds how many runs each; they have the seeds from {@code firstSeed} on
 */
public record SweepPlan(
        IntFunction<Scenario> scenario,
        List<Integer> cpus,
        List<Duration> timeouts,
        List<Integer> loads,
        int seeds,
        long firstSeed) {
    /** Returns how many runs that is. */
    public int runs() {
        return cells() * seeds;
    }

    int cells() {
        return cpus.size() * timeouts.size() * loads.size();
    }
}
