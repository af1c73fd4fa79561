// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.run.ScenarioRunner;

/** Carries a plan out. What comes of it does not depend on how many do it at the same time. */
public final class Sweep {
    private final SweepPlan plan;
    private final IntConsumer progress;
    private final AtomicInteger done = new AtomicInteger();

    private Sweep(SweepPlan plan, IntConsumer progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs everything.
     *
     * @param jobs threads
     * @param progress is told, from any thread, how many runs are done
     * @return the cells in the order of the plan: by load, then by CPUs, then by timeout
     * @throws org.xsplice.scenario.ScenarioException if the scenario has input errors with one of the numbers of CPUs
     */
    public static List<Cell> run(SweepPlan plan, int jobs, IntConsumer progress) {
        return new Sweep(plan, progress).run(jobs);
    }

    private List<Cell> run(int jobs) {
        ExecutorService executor = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<Cell>> futures = new ArrayList<>();
            List<Scenario> scenarios =
                    plan.cpus().stream().map(plan.scenario()::apply).toList();
            for (int load : plan.loads()) {
                for (Scenario scenario : scenarios) {
                    for (long timeout : plan.timeoutsNs()) {
                        futures.add(executor.submit(() -> cell(scenario, timeout, load)));
                    }
                }
            }
            List<Cell> cells = new ArrayList<>();
            for (Future<Cell> future : futures) {
                cells.add(get(future));
            }
            return List.copyOf(cells);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Cell get(Future<Cell> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Cell cell(Scenario scenario, long timeoutNs, int load) {
        Scenario here = scenario.withTimeout(timeoutNs).atLoad(load);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < plan.seeds(); i++) {
            trials.add(Trial.of(ScenarioRunner.run(here.withSeed(plan.firstSeed() + i), step -> {})));
            progress.accept(done.incrementAndGet());
        }
        return Cell.of(scenario.cpus(), timeoutNs, load, trials);
    }
}
