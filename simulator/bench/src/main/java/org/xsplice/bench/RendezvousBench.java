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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.time.Duration;

/** One rendezvous of all CPUs of the embedded guest: an apply and a revert are two. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class RendezvousBench {
    private static final String HELLO = "hello";
    private static final Duration CLIENT_WAIT = Duration.ofMillis(60);

    @Param({"2", "8", "64"})
    int cpus;

    private ModelPlane plane;

    @Setup
    public void boot() throws IOException {
        Path fixtures = BenchHost.HOME.resolve("fixtures");
        plane = new ModelPlane(
                HypervisorImage.open(fixtures.resolve("guests/plain/xen-syms")),
                Profiles.XEN_4_17,
                cpus,
                Strategy.roundRobin(),
                Scheduler.DEFAULT_QUANTUM,
                event -> {});
        plane.upload(HELLO, Files.readAllBytes(fixtures.resolve("payloads/plain/xen_hello_world.livepatch")));
    }

    @Benchmark
    @OperationsPerInvocation(2)
    public void applyAndRevert() {
        act(ActionCommand.APPLY);
        act(ActionCommand.REVERT);
    }

    private void act(ActionCommand command) {
        plane.action(command.code(), HELLO, Duration.ZERO, 0);
        plane.finishAction(CLIENT_WAIT);
    }

    @TearDown
    public void close() {
        plane.close();
    }
}
