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
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Memory;

/** Keeping a whole host with 2 CPUs and a loaded payload, and putting it back, after ten pages have been written. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@State(Scope.Thread)
public class KeepBench {
    private static final int PAGES = 10;

    @Param({"keep", "restore"})
    String what;

    private BenchHost host;
    private Checkpoint start;
    private long written;

    @Setup
    public void boot() {
        host = BenchHost.boot(BenchHost.EMBEDDED, 2);
        host.upload("hello", BenchHost.hello());
        host.apply("hello");
        start = host.plane().keep();
    }

    @Benchmark
    public Checkpoint keepOrRestore() {
        Memory memory = host.plane().hypervisor().memory();
        long page = host.plane().hypervisor().guestMemory();
        for (int i = 0; i < PAGES; i++) {
            memory.writeLong(page + (long) i * Memory.PAGE_SIZE, ++written);
        }
        if (what.equals("keep")) {
            return host.plane().keep();
        }
        start.putBack();
        return start;
    }

    @TearDown
    public void close() {
        host.close();
    }
}
