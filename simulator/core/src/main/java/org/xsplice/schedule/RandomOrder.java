// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.chance.Chance;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;

/** Shuffles the CPUs for each round. */
final class RandomOrder implements TurnOrder {
    private final Num chance;

    RandomOrder(long seed, HostState state) {
        chance = state.number("strategy.chance", seed);
    }

    @Override
    public void order(int[] cpus) {
        Chance drawing = new Chance(chance.get());
        drawing.shuffle(cpus);
        chance.set(drawing.state());
    }
}
