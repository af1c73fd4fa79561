// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.state.HostState;

/** In which order the CPUs take their turns within a round, as data; {@link #begin} makes what chooses. */
public sealed interface Strategy {
    /** By number, always. */
    record RoundRobin() implements Strategy {
        @Override
        public TurnOrder begin(int cpus, HostState state) {
            return turns -> {
                for (int i = 0; i < turns.length; i++) {
                    turns[i] = i;
                }
            };
        }
    }

    /** Shuffled again for each round. */
    record Random(long seed) implements Strategy {
        @Override
        public TurnOrder begin(int cpus, HostState state) {
            return new RandomOrder(seed, state);
        }
    }

    /**
     * By priority; see {@link PriorityChanges}.
     *
     * @param depth at least 1
     */
    record ByPriority(long seed, int depth) implements Strategy {
        @Override
        public TurnOrder begin(int cpus, HostState state) {
            return new PriorityChanges(seed, depth, cpus, state);
        }
    }

    /** Makes what chooses on one host. */
    TurnOrder begin(int cpus, HostState state);

    static Strategy roundRobin() {
        return new RoundRobin();
    }

    static Strategy random(long seed) {
        return new Random(seed);
    }

    /** Makes the strategy that finds a bug which shows only in some order of {@code depth} events. */
    static Strategy priorityChanges(long seed, int depth) {
        return new ByPriority(seed, depth);
    }
}
