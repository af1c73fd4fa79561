// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

/** Chooses on one host in which order the CPUs take their turns within a round. */
@FunctionalInterface
public interface TurnOrder {
    /**
     * Puts the CPU numbers in the order of the next round.
     *
     * @param cpus in any order
     */
    void order(int[] cpus);

    /** Returns whether only the first CPU that can go on has a turn in a round. */
    default boolean oneAtATime() {
        return false;
    }

    /** Is told who has had a turn. */
    default void hadTurn(int cpu) {}
}
