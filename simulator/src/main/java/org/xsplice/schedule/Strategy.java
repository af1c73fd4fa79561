// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.chance.Chance;

/** In which order the CPUs take their turns within a round. */
@FunctionalInterface
public interface Strategy {
    /** Puts the CPU numbers in the order of the next round. */
    void order(int[] cpus);

    /** Returns whether only the first CPU that can go on has a turn in a round. */
    default boolean oneAtATime() {
        return false;
    }

    /** Is told who has had a turn. */
    default void hadTurn(int cpu) {}

    /** By number, always. */
    static Strategy roundRobin() {
        return cpus -> {
            for (int i = 0; i < cpus.length; i++) {
                cpus[i] = i;
            }
        };
    }

    /** Shuffled anew for each round. */
    static Strategy random(Chance chance) {
        return chance::shuffle;
    }

    /**
     * By priority; see {@link PriorityChanges}.
     *
     * @param depth at least 1
     */
    static Strategy priorityChanges(Chance chance, int depth) {
        return new PriorityChanges(chance, depth);
    }
}
