// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.BitSet;
import org.xsplice.chance.Chance;
import org.xsplice.state.Flag;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.state.Nums;
import org.xsplice.state.Ref;

/**
 * PCT (Burckhardt and others, "A randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010): each
 * CPU has a priority, drawn at the start, and of those that can go on only the one with the highest has a turn. At depth - 1
 * turns, drawn too, the CPU that has just had its turn falls below all others. A bug that takes an order of d events
 * to show is found by depth d. Where a run is longer than {@link #HORIZON} turns, further ones are drawn.
 */
final class PriorityChanges implements TurnOrder {
    /** Turns among which depth - 1 changes are drawn. */
    static final int HORIZON = 1000;

    private final int depth;
    private final Num chance;
    /** Never changed, but replaced. */
    private final Ref<BitSet> changes;
    /** CPU numbers, highest priority first, once they have been drawn. */
    private final Nums ranking;

    private final Flag ranked;
    private final Num turn;

    PriorityChanges(long seed, int depth, int cpus, HostState state) {
        this.depth = depth;
        chance = state.number("strategy.chance", seed);
        changes = state.value("strategy.changes", new BitSet());
        ranking = state.numbers("strategy.ranking", cpus, 0);
        ranked = state.flag("strategy.ranked", false);
        turn = state.number("strategy.turn", 0);
        drawChanges();
    }

    private void drawChanges() {
        Chance drawing = new Chance(chance.get());
        BitSet drawn = new BitSet(HORIZON);
        while (drawn.cardinality() < Math.min(depth - 1, HORIZON)) {
            drawn.set(drawing.below(HORIZON));
        }
        changes.set(drawn);
        chance.set(drawing.state());
    }

    @Override
    public void order(int[] cpus) {
        if (!ranked.get()) {
            Chance drawing = new Chance(chance.get());
            int[] drawn = cpus.clone();
            drawing.shuffle(drawn);
            chance.set(drawing.state());
            ranking.setAll(drawn);
            ranked.set(true);
        }
        System.arraycopy(ranking.toInts(), 0, cpus, 0, cpus.length);
    }

    @Override
    public boolean oneAtATime() {
        return true;
    }

    @Override
    public void hadTurn(int cpu) {
        if (changes.get().get(turn.getInt())) {
            lower(cpu);
        }
        if (turn.add(1) == HORIZON) {
            turn.set(0);
            drawChanges();
        }
    }

    private void lower(int cpu) {
        int[] now = ranking.toInts();
        int at = 0;
        while (now[at] != cpu) {
            at++;
        }
        System.arraycopy(now, at + 1, now, at, now.length - 1 - at);
        now[now.length - 1] = cpu;
        ranking.setAll(now);
    }
}
