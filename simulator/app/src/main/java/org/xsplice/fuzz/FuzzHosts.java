// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import org.xsplice.event.EventSink;
import org.xsplice.host.HostSeries;
import org.xsplice.hypervisor.BootedImage;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/** Fresh hosts, one after the other, of an image that is booted once. */
interface FuzzHosts extends AutoCloseable {
    /** Makes the next host; the one before must not be used any more. */
    ControlPlane next(EventSink events);

    @Override
    void close();

    /** Lets the model decide. */
    static FuzzHosts modelled(HypervisorImage image, Profile profile) {
        BootedImage booted = ModelPlane.bootImage(image, profile, 1);
        return new FuzzHosts() {
            @Override
            public ControlPlane next(EventSink events) {
                booted.renew();
                return new ModelPlane(booted, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, events);
            }

            @Override
            public void close() {
                booted.close();
            }
        };
    }

    /** Lets the model and Xen's own code decide, who must agree. */
    static FuzzHosts judged(HypervisorImage image, Profile profile) {
        HostSeries series = new HostSeries(image, profile, 1);
        return new FuzzHosts() {
            @Override
            public ControlPlane next(EventSink events) {
                return series.next(Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, events);
            }

            @Override
            public void close() {
                series.close();
            }
        };
    }
}
