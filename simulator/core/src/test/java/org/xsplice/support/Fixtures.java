// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xsplice.engine.Checkout;
import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/** The committed guests and payloads, and hosts that run them. */
public final class Fixtures {
    private Fixtures() {}

    /** Returns a file below {@code fixtures}. */
    public static Path path(String relative) {
        return Checkout.file("fixtures").resolve(relative);
    }

    /** Returns the embedded guest in one of its variants: {@code plain} or {@code endbr}. */
    public static HypervisorImage guest(String variant) {
        try {
            return HypervisorImage.open(path("guests/" + variant + "/xen-syms"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a prebuilt payload in the dialect of a profile.
     *
     * @param payload for example {@code xen_hello_world}
     */
    public static byte[] payload(String variant, String payload, Profile profile) {
        try {
            return Files.readAllBytes(path("payloads/" + variant + "/" + payload + extension(profile)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String extension(Profile profile) {
        return profile.xenPrefix().equals(Profiles.XSPLICE_2016.xenPrefix()) ? ".xsplice" : ".livepatch";
    }

    /** Boots a host with CPUs that take turns by number. */
    public static ModelPlane host(String variant, Profile profile, int cpus, EventSink events) {
        return new ModelPlane(guest(variant), profile, cpus, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, events);
    }
}
