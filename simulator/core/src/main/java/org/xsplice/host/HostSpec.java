// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import java.util.Optional;
import java.util.Set;
import org.xsplice.coverage.Coverage;
import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.SteeredPlane;
import org.xsplice.plane.both.BothPlanes;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.plane.xen.XenPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.ProtocolFault;
import org.xsplice.schedule.Strategy;

/**
 * What a host should be like.
 *
 * @param cpus 1 to 64
 * @param strategy the order of the CPUs' turns
 * @param quantum instructions of a turn
 * @param coverage counts what is executed of the image's own live-patching functions, where these decide
 * @param faults protocol faults that the model's rendezvous has
 */
public record HostSpec(
        HypervisorImage image,
        Profile profile,
        PlaneKind plane,
        int cpus,
        Strategy strategy,
        int quantum,
        Optional<Coverage> coverage,
        Set<ProtocolFault> faults) {

    public HostSpec {
        if (profile.strict() && plane != PlaneKind.MODEL) {
            throw new IllegalArgumentException("only the model can be strict");
        }
    }

    /** Describes a host without coverage. */
    public HostSpec(HypervisorImage image, Profile profile, PlaneKind plane, int cpus, Strategy strategy, int quantum) {
        this(image, profile, plane, cpus, strategy, quantum, Optional.empty(), Set.of());
    }

    /** Describes the same with protocol faults in the model's rendezvous. */
    public HostSpec withFaults(Set<ProtocolFault> protocolFaults) {
        return new HostSpec(image, profile, plane, cpus, strategy, quantum, coverage, protocolFaults);
    }

    /**
     * Boots it.
     *
     * @param events takes everything observable
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.plane.xen.UnknownBuildException if Xen's own code is asked for and cannot be run for this image
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public ControlPlane boot(EventSink events) {
        return switch (plane) {
            case MODEL -> model(events);
            case XEN -> xen(events);
            case BOTH -> new BothPlanes(this::model, this::explaining, events);
        };
    }

    /**
     * Boots it for somebody who chooses the order of events.
     *
     * @param events takes everything observable
     * @throws IllegalArgumentException if both planes are to decide: each has orders of its own
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.plane.xen.UnknownBuildException if Xen's own code is asked for and cannot be run for this image
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public SteeredPlane bootSteered(EventSink events) {
        return switch (plane) {
            case MODEL -> model(events);
            case XEN -> xen(events);
            case BOTH -> throw new IllegalArgumentException("two planes have no common order of events");
        };
    }

    private ModelPlane model(EventSink events) {
        ModelPlane model = new ModelPlane(image, profile, ModelBoot.layout(image), cpus, strategy, quantum, events);
        model.switchOn(faults);
        return model;
    }

    private ControlPlane explaining(EventSink events) {
        XenPlane xen = xen(events);
        xen.explain();
        return xen;
    }

    private XenPlane xen(EventSink events) {
        return new XenPlane(image, profile, cpus, strategy, quantum, coverage, events);
    }
}
