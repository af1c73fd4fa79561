// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xsplice.host.PlaneKind;
import org.xsplice.judge.BadFolderException;
import org.xsplice.judge.Conformance;
import org.xsplice.judge.Summary;

/** All recorded cases of the folder that {@code XSPLICE_CONFORMANCE} names, once in a new Java machine. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@State(Scope.Thread)
public class ConformanceBench {
    static final String FOLDER = "XSPLICE_CONFORMANCE";

    @Benchmark
    public Summary allCases() throws BadFolderException {
        Path known = BenchHost.HOME.resolve("fixtures/xen/known-differences.yaml");
        Summary summary = Conformance.open(Path.of(System.getenv(FOLDER)), known, PlaneKind.MODEL)
                .run(line -> {}, (done, total) -> {});
        if (!summary.passed()) {
            throw new IllegalStateException(summary.line());
        }
        return summary;
    }
}
