// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.Optional;
import java.util.Set;
import org.xsplice.client.Libxc;
import org.xsplice.client.XenLivepatch;
import org.xsplice.coverage.Coverage;
import org.xsplice.host.HostSpec;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.ControlPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/** A host like the one of the recordings, just booted: on two CPUs unless told otherwise. */
final class FreshHost implements AutoCloseable {
    private static final int CPUS = 2;

    private final ConsoleRecord console = new ConsoleRecord();
    private final ControlPlane plane;
    private final RecordedFiles files;

    FreshHost(
            HypervisorImage image,
            Profile profile,
            PlaneKind kind,
            ConformanceFolder folder,
            Optional<Coverage> coverage) {
        this(image, profile, kind, CPUS, folder, coverage);
    }

    FreshHost(HypervisorImage image, Profile profile, PlaneKind kind, int cpus, ConformanceFolder folder) {
        this(image, profile, kind, cpus, folder, Optional.empty());
    }

    private FreshHost(
            HypervisorImage image,
            Profile profile,
            PlaneKind kind,
            int cpus,
            ConformanceFolder folder,
            Optional<Coverage> coverage) {
        plane = new HostSpec(
                        image,
                        profile,
                        kind,
                        cpus,
                        Strategy.roundRobin(),
                        Scheduler.DEFAULT_QUANTUM,
                        coverage,
                        Set.of())
                .boot(console);
        files = new RecordedFiles(folder);
        console.take();
    }

    ControlPlane plane() {
        return plane;
    }

    ConsoleRecord console() {
        return console;
    }

    RecordedFiles files() {
        return files;
    }

    Libxc libxc() {
        return new Libxc(plane);
    }

    XenLivepatch tool() {
        return new XenLivepatch(plane, files);
    }

    @Override
    public void close() {
        plane.close();
    }
}
