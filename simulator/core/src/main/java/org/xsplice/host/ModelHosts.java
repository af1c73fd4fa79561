// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.BootedImage;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/**
 * Fresh hosts one after the other on one machine, of one CPU, where the model decides: the image is booted once, and the
 * engine keeps what it has translated. {@link HostSeries} has both planes.
 */
public final class ModelHosts implements AutoCloseable {
    private final BootedImage booted;

    /**
     * Boots the image.
     *
     * @param modelled what the model follows
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public ModelHosts(HypervisorImage image, Profile modelled) {
        booted = ModelBoot.of(image, modelled, 1);
    }

    /** Boots the image, and takes so many instructions of a call for an endless loop. */
    public ModelHosts(HypervisorImage image, Profile modelled, long endless) {
        this(image, modelled);
        booted.setEndless(endless);
    }

    /**
     * Makes the next host; the one before must not be used any more.
     *
     * @param events takes everything observable
     */
    public ModelPlane next(EventSink events) {
        booted.renew();
        return new ModelPlane(booted, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, events);
    }

    @Override
    public void close() {
        booted.close();
    }
}
