// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.xsplice.scenario.Scenario;

/** Searches the orders in which a scenario can happen. */
public final class Explore {
    /** How many states are looked at for a shorter order. */
    private static final int SHORTER_STATES = 20_000;

    private Explore() {}

    /**
     * Searches until a property breaks, or nothing is left.
     *
     * @param progress is told, now and then, how many states or runs are done
     * @throws org.xsplice.scenario.ScenarioException if orders of events cannot be chosen in this scenario
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public static ExploreReport run(Scenario scenario, ExplorePlan plan, LongConsumer progress) {
        long start = System.nanoTime();
        try (Crew crew = new Crew(scenario, plan.jobs())) {
            return plan.mode() == ExplorePlan.Mode.EXHAUSTIVE
                    ? exhaustive(scenario, plan, crew, progress, start)
                    : walks(plan, crew, progress, start);
        }
    }

    private static ExploreReport exhaustive(
            Scenario scenario, ExplorePlan plan, Crew crew, LongConsumer progress, long start) {
        StateSearch search = new StateSearch(scenario, plan, crew, progress);
        search.run();
        String why = search.full() ? "--max-states allows " + plan.maxStates() + " states" : "";
        return report(
                crew,
                search.found(),
                first -> shorter(scenario, plan, crew, first),
                !search.full(),
                why,
                search.states(),
                search.depth(),
                0,
                start);
    }

    /** Looks without the reduction, as far as that is soon done, for an order that is shorter: the shortest there is. */
    private static Counterexample shorter(Scenario scenario, ExplorePlan plan, Crew crew, Counterexample first) {
        if (!plan.reduction()) {
            return first;
        }
        ExplorePlan all = new ExplorePlan(
                plan.mode(), 0, 0, plan.seed(), Math.min(plan.maxStates(), SHORTER_STATES), false, plan.jobs());
        StateSearch search = new StateSearch(scenario, all, crew, done -> {});
        search.run();
        return search.found()
                .filter(other -> other.choices().choices().size()
                        < first.choices().choices().size())
                .orElse(first);
    }

    private static ExploreReport walks(ExplorePlan plan, Crew crew, LongConsumer progress, long start) {
        Walks walks = new Walks(plan, crew, progress);
        walks.run();
        String why = walks.runs() + " orders out of many"
                + (walks.givenUp() == 0 ? "" : ", of which " + walks.givenUp() + " did not end");
        return report(
                crew,
                walks.found(),
                UnaryOperator.identity(),
                false,
                why,
                walks.states(),
                walks.depth(),
                walks.runs(),
                start);
    }

    private static ExploreReport report(
            Crew crew,
            Optional<Counterexample> found,
            UnaryOperator<Counterexample> shorter,
            boolean exhausted,
            String why,
            long states,
            int depth,
            long runs,
            long start) {
        long[] transitions = new long[1];
        crew.forEach(explorer -> transitions[0] += explorer.transitions());
        long nanos = System.nanoTime() - start;
        Optional<Counterexample> shortest =
                found.map(shorter).map(longer -> crew.with(0, explorer -> Shrinking.shrink(explorer, longer)));
        long[] instructions = new long[1];
        crew.forEach(explorer -> instructions[0] += explorer.instructions());
        return new ExploreReport(
                shortest,
                exhausted && found.isEmpty(),
                found.isPresent() ? "the search ends with the first violation" : why,
                states,
                transitions[0],
                instructions[0],
                depth,
                runs,
                nanos);
    }
}
