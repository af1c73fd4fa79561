// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.util.concurrent.TimeUnit;
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

/** A call of {@code xen_extra_version} in the guest, as it is and through hello's trampoline. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class CallBench {
    @Param({"direct", "trampoline"})
    String way;

    private BenchHost host;
    private long extraVersion;

    @Setup
    public void boot() {
        host = BenchHost.boot(BenchHost.EMBEDDED, 1);
        extraVersion = host.plane().hypervisor().symbols().require("xen_extra_version");
        if (way.equals("trampoline")) {
            host.upload("hello", BenchHost.hello());
            host.apply("hello");
        }
    }

    @Benchmark
    public long call() {
        return host.plane().hypervisor().call(0, extraVersion);
    }

    @TearDown
    public void close() {
        host.close();
    }
}
