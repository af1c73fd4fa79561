// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.xsplice.chance.Chance;
import org.xsplice.orders.Choice;

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS 2010): everything that can
 * come has a random priority, and the highest one always goes on; at {@code depth - 1} random moments, who goes on just
 * then falls below all others. With n that can come and k choices in all, an order in which {@code depth} choices must fall
 * right is found with a probability of at least 1/(n k^(depth-1)).
 */
final class PriorityWalk implements Walk {
    private final Chance chance;
    private final Map<Choice, Long> priorities = new HashMap<>();
    private final TreeSet<Integer> changes = new TreeSet<>();
    private int taken;
    private long lowest = -1;

    /**
     * @param length how many choices an order has, roughly
     */
    PriorityWalk(Chance chance, int depth, int length) {
        this.chance = chance;
        for (int i = 1; i < depth; i++) {
            changes.add(chance.below(Math.max(1, length)));
        }
    }

    @Override
    public Choice next(List<Choice> choices) {
        for (Choice choice : choices) {
            priorities.computeIfAbsent(choice, c -> chance.nextLong() >>> 1);
        }
        Choice best = highest(choices);
        if (changes.contains(taken)) {
            priorities.put(best, lowest--);
            best = highest(choices);
        }
        taken++;
        return best;
    }

    private Choice highest(List<Choice> choices) {
        List<Choice> sorted = new ArrayList<>(choices);
        sorted.sort((a, b) -> Long.compare(priorities.get(b), priorities.get(a)));
        return sorted.get(0);
    }
}
