// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import java.util.Optional;
import org.xsplice.coverage.Coverage;
import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.BootedImage;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.both.BothPlanes;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.plane.xen.XenPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Strategy;

/**
 * Fresh hosts one after the other on the same two machines, for the model and for Xen's own code: the image is booted once,
 * and the engines keep what they have translated. Each host decides by both.
 */
public final class HostSeries implements AutoCloseable {
    private final BootedImage model;
    private final BootedImage xen;

    /**
     * Boots the image on both machines.
     *
     * @param modelled what the model follows; Xen's own code does as it does
     * @param cpus 1 to 64
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.plane.xen.UnknownBuildException if Xen's own code cannot be run for this image
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public HostSeries(HypervisorImage image, Profile modelled, int cpus) {
        this(image, modelled, cpus, Optional.empty());
    }

    /**
     * Boots the image on both machines.
     *
     * @param coverage counts what the hosts execute of the image's own live-patching functions
     * @see #HostSeries(HypervisorImage, Profile, int)
     */
    public HostSeries(HypervisorImage image, Profile modelled, int cpus, Optional<Coverage> coverage) {
        model = ModelBoot.of(image, modelled, cpus);
        try {
            xen = XenPlane.bootImage(image, modelled, cpus, coverage);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Makes the next host; the one before must not be used any more.
     *
     * @param quantum instructions of a turn
     * @param events takes the events of the model
     */
    public ControlPlane next(Strategy strategy, int quantum, EventSink events) {
        model.renew();
        xen.renew();
        return new BothPlanes(
                sink -> new ModelPlane(model, strategy, quantum, sink),
                sink -> new XenPlane(xen, strategy, quantum, sink),
                events);
    }

    @Override
    public void close() {
        model.close();
        xen.close();
    }
}
