// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.profile.Profiles;

/** One upload, apply, revert and unload on Debian's {@code xen-syms}, with 2 CPUs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class RealCycleBench {
    private static final byte[] RETURN_77 = {(byte) 0xb8, 77, 0, 0, 0, (byte) 0xc3};

    private BenchHost host;
    private byte[] payload;

    @Setup
    public void boot() {
        host = BenchHost.boot(BenchHost.REAL, 2);
        payload = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(host.plane().hypervisor().image().buildId())
                .replaceByName("xen_minor_version", 16, RETURN_77)
                .build();
    }

    @Benchmark
    public void cycle() {
        host.upload("p", payload);
        host.apply("p");
        host.revert("p");
        host.unload("p");
    }

    @TearDown
    public void close() {
        host.close();
    }
}
