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

/** One upload, apply, call, revert and unload of hello on the embedded guest. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class CycleBench {
    private static final long CLIENT_WAIT_NS = 60_000_000;

    @Param({"1", "2", "8", "64"})
    int cpus;

    private ModelPlane plane;
    private byte[] hello;
    private long extraVersion;

    @Setup
    public void boot() throws IOException {
        Path fixtures = Path.of(System.getProperty("xsplice.home")).resolve("fixtures");
        hello = Files.readAllBytes(fixtures.resolve("payloads/plain/xen_hello_world.livepatch"));
        plane = new ModelPlane(
                HypervisorImage.open(fixtures.resolve("guests/plain/xen-syms")),
                Profiles.XEN_4_17,
                cpus,
                Strategy.roundRobin(),
                Scheduler.DEFAULT_QUANTUM,
                event -> {});
        extraVersion = plane.hypervisor().symbols().require("xen_extra_version");
    }

    @Benchmark
    public long cycle() {
        plane.upload("hello", hello);
        plane.action(ActionCommand.APPLY.code(), "hello", 0, 0);
        plane.finishAction(CLIENT_WAIT_NS);
        long returned = plane.hypervisor().call(0, extraVersion);
        plane.action(ActionCommand.REVERT.code(), "hello", 0, 0);
        plane.finishAction(CLIENT_WAIT_NS);
        plane.action(ActionCommand.UNLOAD.code(), "hello", 0, 0);
        return returned;
    }

    @TearDown
    public void close() {
        plane.close();
    }
}
