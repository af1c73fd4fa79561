// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.io.IOException;
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
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.xen.XenPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.time.Duration;

/** One upload, apply, revert and unload, done by Xen's own code in Debian's image. Needs {@code make xen}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class XenCycleBench {
    private static final Duration CLIENT_WAIT = Duration.ofMillis(60);
    private static final String NAME = "minor";

    @Param({"1", "2", "8", "32"})
    int cpus;

    private XenPlane plane;
    private byte[] payload;

    @Setup
    public void boot() throws IOException {
        HypervisorImage image = HypervisorImage.open(BenchHost.REAL);
        payload = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(image.buildId())
                .replaceByName("xen_minor_version", 6, (byte) 0x31, (byte) 0xc0, (byte) 0xc3)
                .build();
        plane = new XenPlane(
                image, Profiles.XEN_4_17, cpus, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, event -> {});
    }

    @Benchmark
    public Object cycle() {
        plane.upload(NAME, payload);
        plane.action(ActionCommand.APPLY.code(), NAME, Duration.ZERO, 0);
        plane.finishAction(CLIENT_WAIT);
        plane.action(ActionCommand.REVERT.code(), NAME, Duration.ZERO, 0);
        plane.finishAction(CLIENT_WAIT);
        return plane.action(ActionCommand.UNLOAD.code(), NAME, Duration.ZERO, 0);
    }

    @TearDown
    public void close() {
        plane.close();
    }
}
