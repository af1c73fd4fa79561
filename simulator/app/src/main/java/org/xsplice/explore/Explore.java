// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import java.util.function.LongConsumer;
import org.xsplice.scenario.Scenario;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeLimit;

/** Searches the orders in which a scenario can happen. */
public final class Explore implements AutoCloseable {
    /** How many states are looked at for a shorter order. */
    private static final int SHORTER_STATES = 20_000;

    private final Scenario scenario;
    private final Crew crew;
    private final long start = System.nanoTime();

    /**
     * Boots hosts.
     *
     * @param jobs how many, each with a thread
     * @throws org.xsplice.scenario.ScenarioException if orders of events cannot be chosen in this scenario
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public Explore(Scenario scenario, int jobs) {
        this.scenario = scenario;
        crew = new Crew(scenario, jobs);
    }

    /**
     * Searches until a property breaks, or nothing is left.
     *
     * @param progress is called now and then with how many states or runs are done
     */
    public ExploreReport run(ExplorePlan plan, LongConsumer progress) {
        return run(plan, TimeLimit.NONE, progress);
    }

    /** Searches, as {@link #run(ExplorePlan, LongConsumer)}, as long as there is time. */
    public ExploreReport run(ExplorePlan plan, TimeLimit time, LongConsumer progress) {
        Figures before = figures();
        return plan.mode() == ExplorePlan.Mode.EXHAUSTIVE
                ? exhaustive(plan, time, progress, before)
                : walks(plan, time, progress, before);
    }

    private ExploreReport exhaustive(ExplorePlan plan, TimeLimit time, LongConsumer progress, Figures before) {
        StateSearch search = new StateSearch(scenario, plan, crew, new HeapUse(), time, progress);
        search.run();
        Figures all = figures().since(before);
        return report(
                search.found().map(first -> shorter(plan, time, first)),
                search.endedBy() == Limit.NONE,
                search.endedBy(),
                why(search.endedBy(), plan.budget(), time),
                search.states(),
                search.left(),
                search.depth(),
                0,
                all);
    }

    private static String why(Limit limit, Budget budget, TimeLimit time) {
        return switch (limit) {
            case NONE -> "";
            case STATES -> format("the limit of %d states (--max-states) was reached", budget.states());
            case TIME -> "the time limit of " + time.allowed().orElseThrow() + " (--time-limit) is over";
            case MEMORY -> format("--max-memory allows %d MiB", budget.bytes() >> 20);
        };
    }

    /** Looks without the reduction, as far as that is soon done, for an order that is shorter: the shortest there is. */
    private Counterexample shorter(ExplorePlan plan, TimeLimit time, Counterexample first) {
        if (!plan.reduction()) {
            return first;
        }
        Budget budget = new Budget(
                Math.min(plan.budget().states(), SHORTER_STATES), plan.budget().bytes());
        ExplorePlan all = new ExplorePlan(plan.mode(), 0, 0, plan.seed(), budget, false);
        StateSearch search = new StateSearch(scenario, all, crew, new HeapUse(), time, done -> {});
        search.run();
        return search.found()
                .filter(other -> other.choices().choices().size()
                        < first.choices().choices().size())
                .orElse(first);
    }

    private ExploreReport walks(ExplorePlan plan, TimeLimit time, LongConsumer progress, Figures before) {
        Walks walks = new Walks(plan, crew, time, progress);
        walks.run();
        Figures all = figures().since(before);
        String why = "only " + walks.runs() + " orders were tried"
                + (walks.givenUp() == 0 ? "" : ", and " + walks.givenUp() + " of them did not end")
                + (walks.full() ? "; they have more states than the limit, so not all of them are counted" : "");
        Limit limit = walks.runs() < plan.runs() && time.over() ? Limit.TIME : Limit.NONE;
        return report(walks.found(), false, limit, why, walks.states(), 0, walks.depth(), walks.runs(), all);
    }

    private ExploreReport report(
            Optional<Counterexample> found,
            boolean exhausted,
            Limit limit,
            String why,
            long states,
            long left,
            int depth,
            long runs,
            Figures all) {
        return new ExploreReport(
                found.map(longer -> crew.first(explorer -> Shrinking.shrink(explorer, longer))),
                exhausted && found.isEmpty(),
                limit,
                found.isPresent() ? "the search ends with the first violation" : why,
                states,
                left,
                all.transitions(),
                all.instructions(),
                depth,
                runs,
                all.took());
    }

    private record Figures(long transitions, long instructions, Duration took) {
        Figures since(Figures before) {
            return new Figures(
                    transitions - before.transitions, instructions - before.instructions, took.minus(before.took));
        }
    }

    private Figures figures() {
        return new Figures(
                crew.sum(Explorer::transitions),
                crew.sum(Explorer::instructions),
                Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void close() {
        crew.close();
    }
}
