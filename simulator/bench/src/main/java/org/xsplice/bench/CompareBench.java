// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xsplice.compare.Compare;
import org.xsplice.compare.ComparePlan;
import org.xsplice.compare.CompareReport;
import org.xsplice.compare.KnownDisagreements;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profiles;

/** Steps that both planes do, a second, on one core; booting included. Needs {@code make xen}. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 3, time = 10)
@State(Scope.Thread)
public class CompareBench {
    private static final int CASES = 200;

    private HypervisorImage image;
    private long seed;

    /** What is counted beside the runs. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counted {
        public long steps;
    }

    @Setup
    public void read() throws IOException {
        image = HypervisorImage.open(BenchHost.REAL);
    }

    @Benchmark
    public CompareReport run(Counted counted) {
        ComparePlan plan = new ComparePlan(
                image, Profiles.XEN_4_17, ++seed, CASES, Optional.empty(), 1, false, KnownDisagreements.NONE);
        CompareReport report = Compare.run(plan, done -> {});
        counted.steps += report.mix().steps();
        return report;
    }
}
