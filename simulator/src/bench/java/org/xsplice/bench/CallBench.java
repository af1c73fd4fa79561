// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.payload.ActionCommand;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/** A call of {@code xen_extra_version} in the guest, as it is and through hello's trampoline. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class CallBench {
    @Param({"direct", "trampoline"})
    String way;

    private ModelPlane plane;
    private long extraVersion;

    @Setup
    public void boot() throws IOException {
        Path fixtures = Path.of(System.getProperty("xsplice.home")).resolve("fixtures");
        plane = new ModelPlane(
                HypervisorImage.open(fixtures.resolve("guests/plain/xen-syms")),
                Profiles.XEN_4_17,
                1,
                Strategy.roundRobin(),
                Scheduler.DEFAULT_QUANTUM,
                event -> {});
        extraVersion = plane.hypervisor().symbols().require("xen_extra_version");
        if (way.equals("trampoline")) {
            plane.upload("hello", Files.readAllBytes(fixtures.resolve("payloads/plain/xen_hello_world.livepatch")));
            plane.action(ActionCommand.APPLY.code(), "hello", 0, 0);
            plane.finishAction(60_000_000);
        }
    }

    @Benchmark
    public long call() {
        return plane.hypervisor().call(0, extraVersion);
    }

    @TearDown
    public void close() {
        plane.close();
    }
}
