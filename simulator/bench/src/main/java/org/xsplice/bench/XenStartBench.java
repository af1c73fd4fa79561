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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.xen.XenPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.time.VirtualTime;

/**
 * From an image that has been read to a host on one CPU whose own code decides. The first one in a process, as a user has
 * it: nothing is compiled yet. Needs {@code make xen}.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@State(Scope.Thread)
public class XenStartBench {
    private HypervisorImage image;

    @Setup
    public void read() throws IOException {
        image = HypervisorImage.open(BenchHost.REAL);
    }

    @Benchmark
    public VirtualTime start() {
        try (XenPlane plane = new XenPlane(
                image, Profiles.XEN_4_17, 1, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, event -> {})) {
            return plane.now();
        }
    }
}
