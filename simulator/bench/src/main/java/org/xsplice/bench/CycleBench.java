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

/** One upload, apply, call, revert and unload of hello on the embedded guest. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class CycleBench {
    @Param({"1", "2", "8", "64"})
    int cpus;

    private BenchHost host;
    private byte[] hello;
    private long extraVersion;

    @Setup
    public void boot() {
        hello = BenchHost.hello();
        host = BenchHost.boot(BenchHost.EMBEDDED, cpus);
        extraVersion = host.plane().hypervisor().symbols().require("xen_extra_version");
    }

    @Benchmark
    public long cycle() {
        host.upload("hello", hello);
        host.apply("hello");
        long returned = host.plane().hypervisor().call(0, extraVersion);
        host.revert("hello");
        host.unload("hello");
        return returned;
    }

    @TearDown
    public void close() {
        host.close();
    }
}
