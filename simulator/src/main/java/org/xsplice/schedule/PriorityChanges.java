// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.BitSet;
import org.xsplice.chance.Chance;

/**
 * PCT (Burckhardt and others, "A randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010): each
 * CPU has a priority, drawn at the start, and of those that can go on only the one with the highest has a turn. At depth - 1
 * turns, drawn too, the CPU that has just had its turn falls below all others. A mistake that takes an order of d events
 * to show is found by depth d. Where a run is longer than {@link #HORIZON} turns, further ones are drawn.
 */
final class PriorityChanges implements Strategy {
    /** Turns among which depth - 1 changes are drawn. */
    static final int HORIZON = 1000;

    private final Chance chance;
    private final int depth;
    private final BitSet changes = new BitSet(HORIZON);
    /** CPU numbers, highest priority first; empty until it is known how many there are. */
    private int[] ranking = {};

    private int turn;

    PriorityChanges(Chance chance, int depth) {
        this.chance = chance;
        this.depth = depth;
        drawChanges();
    }

    private void drawChanges() {
        changes.clear();
        while (changes.cardinality() < Math.min(depth - 1, HORIZON)) {
            changes.set(chance.below(HORIZON));
        }
    }

    @Override
    public void order(int[] cpus) {
        if (ranking.length != cpus.length) {
            ranking = cpus.clone();
            chance.shuffle(ranking);
        }
        System.arraycopy(ranking, 0, cpus, 0, cpus.length);
    }

    @Override
    public boolean oneAtATime() {
        return true;
    }

    @Override
    public void hadTurn(int cpu) {
        if (changes.get(turn)) {
            lower(cpu);
        }
        if (++turn == HORIZON) {
            turn = 0;
            drawChanges();
        }
    }

    private void lower(int cpu) {
        int at = 0;
        while (ranking[at] != cpu) {
            at++;
        }
        System.arraycopy(ranking, at + 1, ranking, at, ranking.length - 1 - at);
        ranking[ranking.length - 1] = cpu;
    }
}
