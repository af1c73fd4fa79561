// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.xsplice.event.ActionCommand;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Operation;
import org.xsplice.time.Duration;

/** Makes a case smaller as long as it still shows what it has to. */
final class Shrinker {
    private final Predicate<CompareCase> shows;
    private CompareCase best;

    private Shrinker(CompareCase first, Predicate<CompareCase> shows) {
        this.best = first;
        this.shows = shows;
    }

    /**
     * Returns the smallest case that was found: leaving any one thing out of it would hide what it shows.
     *
     * @param first shows it
     */
    static CompareCase shrink(CompareCase first, Predicate<CompareCase> shows) {
        Shrinker shrinker = new Shrinker(first, shows);
        CompareCase before;
        do {
            before = shrinker.best;
            shrinker.steps();
            shrinker.payloads();
            shrinker.cpus();
            shrinker.options();
        } while (!before.equals(shrinker.best));
        return shrinker.best;
    }

    private boolean attempt(CompareCase smaller) {
        boolean good = !smaller.equals(best) && shows.test(smaller);
        if (good) {
            best = smaller;
        }
        return good;
    }

    /** Leaves steps out, first many at once, then one by one. */
    private void steps() {
        for (int size = best.steps().size() / 2; size > 0; size /= 2) {
            for (int at = best.steps().size() - size; at >= 0; at -= size) {
                List<Operation> fewer = new ArrayList<>(best.steps());
                fewer.subList(at, Math.min(at + size, fewer.size())).clear();
                if (!fewer.isEmpty()) {
                    attempt(best.withSteps(fewer));
                }
            }
        }
    }

    private void payloads() {
        for (int i = 0; i < best.payloads().size(); i++) {
            if (!best.uses(i)) {
                replace(i, new Recipe(i, Recipe.ON_XEN, true, List.of(), OptionalLong.empty()));
                continue;
            }
            replace(i, best.payloads().get(i).undamaged());
            replace(i, best.payloads().get(i).onXen());
            for (int part = best.payloads().get(i).parts().size() - 1; part >= 0; part--) {
                replace(i, best.payloads().get(i).without(part));
            }
        }
    }

    private void replace(int payload, Recipe recipe) {
        List<Recipe> changed = new ArrayList<>(best.payloads());
        changed.set(payload, recipe);
        attempt(best.withPayloads(changed));
    }

    private void cpus() {
        for (int count = 1; count < best.cpus(); count++) {
            if (attempt(best.withCpus(count))) {
                break;
            }
        }
        if (best.schedule() != Schedule.ROUND_ROBIN) {
            attempt(best.inTurns());
        }
    }

    private void options() {
        for (int i = 0; i < best.steps().size(); i++) {
            if (best.steps().get(i) instanceof Action a) {
                boolean waits = a.command() != ActionCommand.UNLOAD;
                boolean all = replace(i, new Action(a.command(), a.name(), Duration.ZERO, false, waits));
                boolean noTimeout =
                        all || replace(i, new Action(a.command(), a.name(), Duration.ZERO, a.nodeps(), a.waits()));
                Duration timeout = noTimeout ? Duration.ZERO : a.timeout();
                boolean nodeps =
                        a.nodeps() && !all && !replace(i, new Action(a.command(), a.name(), timeout, false, a.waits()));
                if (!all) {
                    replace(i, new Action(a.command(), a.name(), timeout, nodeps, waits));
                }
            }
        }
    }

    private boolean replace(int step, Operation operation) {
        List<Operation> changed = new ArrayList<>(best.steps());
        changed.set(step, operation);
        return attempt(best.withSteps(changed));
    }
}
