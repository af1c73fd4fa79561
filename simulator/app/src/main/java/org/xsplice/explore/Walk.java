// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.List;
import org.xsplice.chance.Chance;
import org.xsplice.orders.Choice;

/** Chooses what comes next in one order. */
@FunctionalInterface
interface Walk {
    Choice next(List<Choice> choices);

    /** Always the first. */
    static Walk first() {
        return choices -> choices.get(0);
    }

    /** Each at random; steps of CPUs and of the scenario more often than what happens beside them. */
    static Walk random(Chance chance) {
        return choices -> {
            int sum = choices.stream().mapToInt(Walk::weight).sum();
            int drawn = chance.below(sum);
            for (Choice choice : choices) {
                drawn -= weight(choice);
                if (drawn < 0) {
                    return choice;
                }
            }
            throw new IllegalStateException("the weights do not add up");
        };
    }

    private static int weight(Choice choice) {
        return switch (choice.kind()) {
            case CPU, STEP -> 16;
            case PLUG, FETCH -> 4;
            case NMI, DEADLINE -> 1;
        };
    }
}
