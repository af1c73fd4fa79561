// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import org.xsplice.event.EventSink;
import org.xsplice.host.HostSeries;
import org.xsplice.host.ModelHosts;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.ControlPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/** Fresh hosts, one after the other, of an image that is booted once. */
interface FuzzHosts extends AutoCloseable {
    /** After so many instructions a function of a damaged payload will not return; good ones need some hundred. */
    long ENDLESS = 50_000;

    /** Makes the next host; the one before must not be used any more. */
    ControlPlane next(EventSink events);

    @Override
    void close();

    /** Lets the model decide. */
    static FuzzHosts modelled(HypervisorImage image, Profile profile) {
        ModelHosts hosts = new ModelHosts(image, profile, ENDLESS);
        return new FuzzHosts() {
            @Override
            public ControlPlane next(EventSink events) {
                return hosts.next(events);
            }

            @Override
            public void close() {
                hosts.close();
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
