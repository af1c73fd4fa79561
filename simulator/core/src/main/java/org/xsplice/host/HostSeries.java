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
 * Fresh hosts one after the other on the same machines, one for the model and one for Xen's own code: the image is booted
 * once on each that is needed, and the engines keep what they have translated.
 */
public final class HostSeries implements AutoCloseable {
    private final PlaneKind plane;
    private final Optional<BootedImage> model;
    private final Optional<BootedImage> xen;

    /**
     * Boots the image for hosts that decide by both planes.
     *
     * @see #HostSeries(HypervisorImage, Profile, PlaneKind, int, Optional)
     */
    public HostSeries(HypervisorImage image, Profile modelled, int cpus) {
        this(image, modelled, cpus, Optional.empty());
    }

    /**
     * Boots the image for hosts that decide by both planes.
     *
     * @see #HostSeries(HypervisorImage, Profile, PlaneKind, int, Optional)
     */
    public HostSeries(HypervisorImage image, Profile modelled, int cpus, Optional<Coverage> coverage) {
        this(image, modelled, PlaneKind.BOTH, cpus, coverage);
    }

    /**
     * Boots the image.
     *
     * @param modelled what the model follows; Xen's own code does as it does
     * @param plane who decides
     * @param cpus 1 to 64
     * @param coverage counts what the hosts execute of the image's own live-patching functions
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.plane.xen.UnknownBuildException if Xen's own code is asked for and cannot be run for this image
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public HostSeries(HypervisorImage image, Profile modelled, PlaneKind plane, int cpus, Optional<Coverage> coverage) {
        this.plane = plane;
        model = plane == PlaneKind.XEN ? Optional.empty() : Optional.of(ModelBoot.of(image, modelled, cpus));
        try {
            xen = plane == PlaneKind.MODEL
                    ? Optional.empty()
                    : Optional.of(XenPlane.bootImage(image, modelled, cpus, coverage));
        } catch (RuntimeException e) {
            model.ifPresent(BootedImage::close);
            throw e;
        }
    }

    /**
     * Makes the next host; the one before must not be used any more.
     *
     * @param quantum instructions of a turn
     * @param events takes everything observable; where both planes decide, of the model
     */
    public ControlPlane next(Strategy strategy, int quantum, EventSink events) {
        model.ifPresent(BootedImage::renew);
        xen.ifPresent(BootedImage::renew);
        return switch (plane) {
            case MODEL -> model(strategy, quantum, events);
            case XEN -> xen(strategy, quantum, events);
            case BOTH ->
                new BothPlanes(sink -> model(strategy, quantum, sink), sink -> xen(strategy, quantum, sink), events);
        };
    }

    private ControlPlane model(Strategy strategy, int quantum, EventSink events) {
        return new ModelPlane(model.orElseThrow(), strategy, quantum, events);
    }

    private ControlPlane xen(Strategy strategy, int quantum, EventSink events) {
        return new XenPlane(xen.orElseThrow(), strategy, quantum, events);
    }

    @Override
    public void close() {
        model.ifPresent(BootedImage::close);
        xen.ifPresent(BootedImage::close);
    }
}
