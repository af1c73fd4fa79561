// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xsplice.explore.Budget;
import org.xsplice.explore.Explore;
import org.xsplice.explore.ExplorePlan;
import org.xsplice.explore.ExploreReport;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;

/** All orders of the scenario with two CPUs, on one core; what counts is {@code transitions}, a second. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
@State(Scope.Thread)
public class ExploreBench {
    @Param({"true", "false"})
    boolean reduction;

    private Explore explore;

    /** What a search does, beside how many searches there are. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counters {
        public long states;
        public long transitions;
    }

    @Setup
    public void boot() {
        explore = new Explore(
                ScenarioReader.read(BenchHost.HOME.resolve("fixtures/scenarios/rendezvous-2cpu.yaml"), Overrides.NONE),
                1);
    }

    @Benchmark
    public boolean search(Counters counters) {
        ExplorePlan plan = new ExplorePlan(ExplorePlan.Mode.EXHAUSTIVE, 0, 0, 1, Budget.ofHeap(), reduction);
        ExploreReport report = explore.run(plan, done -> {});
        counters.states += report.states();
        counters.transitions += report.transitions();
        return report.exhausted();
    }

    @TearDown
    public void close() {
        explore.close();
    }
}
