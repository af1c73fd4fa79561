// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.orders.Choice;

/** Makes a counterexample shorter: delta debugging (Zeller and Hildebrandt, 2002) on its choices. */
final class Shrinking {
    private final Explorer explorer;
    private final String property;
    private Counterexample best;

    private Shrinking(Explorer explorer, Counterexample found) {
        this.explorer = explorer;
        this.property = found.violation().property();
        best = found;
    }

    /** Returns the shortest order that is found in which the same property breaks. */
    static Counterexample shrink(Explorer explorer, Counterexample found) {
        Shrinking shrinking = new Shrinking(explorer, found);
        shrinking.run();
        return shrinking.best;
    }

    private void run() {
        for (int size = Math.max(1, length() / 2); size >= 1; size = size == 1 ? 0 : size / 2) {
            int at = 0;
            while (at < length()) {
                if (!without(at, Math.min(length(), at + size))) {
                    at += size;
                }
            }
        }
    }

    private int length() {
        return best.choices().choices().size();
    }

    private boolean without(int from, int to) {
        List<Choice> shorter = new ArrayList<>(best.choices().choices());
        shorter.subList(from, to).clear();
        Optional<Counterexample> found = explorer.follow(shorter)
                .filter(f -> f.violation().property().equals(property))
                .filter(f -> f.choices().choices().size() < length());
        found.ifPresent(f -> best = f);
        return found.isPresent();
    }
}
