// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import org.xsplice.schedule.Strategy;

/** In which order the CPUs take turns. */
public enum Schedule {
    ROUND_ROBIN("round-robin"),
    RANDOM("random"),
    PCT("pct");

    private final String word;

    Schedule(String word) {
        this.word = word;
    }

    /** Returns what scenario files call it. */
    public String word() {
        return word;
    }

    /** @param depth of {@link #PCT} */
    Strategy strategy(long seed, int depth) {
        return switch (this) {
            case ROUND_ROBIN -> Strategy.roundRobin();
            case RANDOM -> Strategy.random(seed);
            case PCT -> Strategy.priorityChanges(seed, depth);
        };
    }
}
