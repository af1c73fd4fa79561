// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.xsplice.jobs.Jobs;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.run.Follower;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.scenario.run.StepResult;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeIsOverException;
import org.xsplice.time.TimeLimit;
import org.xsplice.time.VirtualTime;

/** Carries out a plan. What comes of it does not depend on how many do it at the same time. */
public final class Sweep {
    private final SweepPlan plan;
    private final TimeLimit limit;
    private final IntConsumer progress;
    private final AtomicInteger done = new AtomicInteger();

    /** Where a cell is. */
    private record Spot(Scenario scenario, Duration timeout, int load) {}

    private Sweep(SweepPlan plan, TimeLimit limit, IntConsumer progress) {
        this.plan = plan;
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * Runs everything.
     *
     * @param jobs threads
     * @param progress is called, from any thread, with how many runs are done
     * @return the cells in the order of the plan: by load, then by CPUs, then by timeout
     * @throws org.xsplice.scenario.ScenarioException if the scenario has input errors with one of the numbers of CPUs
     */
    public static List<Cell> run(SweepPlan plan, int jobs, IntConsumer progress) {
        return run(plan, jobs, TimeLimit.NONE, progress);
    }

    /**
     * Runs everything, as {@link #run(SweepPlan, int, IntConsumer)}, as long as there is time.
     *
     * @return the cells in the order of the plan, up to the first one for which the time did not suffice
     */
    public static List<Cell> run(SweepPlan plan, int jobs, TimeLimit limit, IntConsumer progress) {
        return new Sweep(plan, limit, progress).run(jobs);
    }

    private List<Cell> run(int count) {
        try (Jobs jobs = new Jobs("sweep", count)) {
            return jobs.map(spots(), spot -> cell(spot, count)).stream()
                    .takeWhile(Optional::isPresent)
                    .map(Optional::get)
                    .toList();
        }
    }

    private List<Spot> spots() {
        List<Scenario> scenarios =
                plan.cpus().stream().map(plan.scenario()::apply).toList();
        List<Spot> spots = new ArrayList<>();
        for (int load : plan.loads()) {
            for (Scenario scenario : scenarios) {
                for (Duration timeout : plan.timeouts()) {
                    spots.add(new Spot(scenario, timeout, load));
                }
            }
        }
        return spots;
    }

    /** Returns nothing where the time is over before all of it is done. */
    private Optional<Cell> cell(Spot spot, int sharing) {
        try {
            return Optional.of(whole(spot, sharing));
        } catch (TimeIsOverException e) {
            return Optional.empty();
        }
    }

    private Cell whole(Spot spot, int sharing) {
        Scenario here = spot.scenario().withTimeout(spot.timeout()).atLoad(spot.load());
        List<SweepRun> runs = new ArrayList<>();
        for (int i = 0; i < plan.seeds(); i++) {
            Scenario run = here.withSeed(plan.firstSeed() + i);
            runs.add(SweepRun.of(ScenarioRunner.run(run, sharing, new Checked())));
            progress.accept(done.incrementAndGet());
        }
        return Cell.of(here.cpus(), spot.timeout(), spot.load(), runs);
    }

    /** Looks whether there is time to go on. */
    private final class Checked implements Follower {
        @Override
        public void step(StepResult result) {
            // What came of the run is enough.
        }

        @Override
        public void goesOn(int step, VirtualTime now) {
            limit.check("a run is given up");
        }
    }
}
