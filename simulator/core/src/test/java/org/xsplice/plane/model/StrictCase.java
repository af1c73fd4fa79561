// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import java.util.function.Consumer;
import java.util.function.Function;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.plane.Outcome;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Quirk;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/**
 * Something that strict mode refuses.
 *
 * @param normally the errno of Xen, 0 where it accepts it, or -1 where it dies of it at once
 * @param before what comes before and is refused by nobody
 * @param harmful what strict mode refuses
 */
record StrictCase(
        String name,
        Quirk quirk,
        Profile profile,
        String guest,
        int normally,
        Consumer<Host> before,
        Function<Host, Outcome> harmful) {
    static final int DIES = -1;

    static StrictCase uploading(String name, Quirk quirk, Function<HookPayload, byte[]> payload) {
        return of(name, quirk, host -> {}, host -> host.plane().upload("m", payload.apply(payload(host))));
    }

    static StrictCase of(String name, Quirk quirk, Consumer<Host> before, Function<Host, Outcome> harmful) {
        return new StrictCase(name, quirk, Profiles.XEN_4_17, "plain", 0, before, harmful);
    }

    StrictCase onEndbr() {
        return new StrictCase(name, quirk, profile, "endbr", normally, before, harmful);
    }

    StrictCase in2016() {
        return new StrictCase(name, quirk, Profiles.XSPLICE_2016, guest, normally, before, harmful);
    }

    StrictCase dies() {
        return new StrictCase(name, quirk, profile, guest, DIES, before, harmful);
    }

    StrictCase refusedBefore(Errno errno) {
        return new StrictCase(name, quirk, profile, guest, errno.number(), before, harmful);
    }

    static HookPayload payload(Host host) {
        return new HookPayload(host.hypervisor());
    }

    static Outcome action(Host host, ActionCommand command, String name, int flags) {
        return host.plane().action(command.code(), name, Duration.ZERO, flags);
    }

    static Outcome action(Host host, ActionCommand command, String name) {
        return action(host, command, name, 0);
    }

    @Override
    public String toString() {
        return "quirk " + quirk.number() + ": " + name;
    }
}
