// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.elf.build.Damage;
import org.xsplice.elf.build.Damages;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;
import org.xsplice.support.GuestState;

/** Every named damage of every payload ends in one of three outcomes: accepted, refused without a trace, or a death. */
class NamedDamageTests {
    static final List<Profile> PROFILES = Profiles.all();

    private static final List<String> PAYLOADS = List.of("hello_world", "bye_world", "replace_world", "nop");

    @ParameterizedTest
    @FieldSource("PROFILES")
    void namedDamagesEndInOneOfThreeOutcomes(Profile profile) {
        try (UploadHost host = new UploadHost(profile)) {
            GuestState before = host.state();
            for (String name : PAYLOADS) {
                byte[] payload = Fixtures.payload("plain", "xen_" + name, profile);
                for (Damage damage : Damages.of(profile)) {
                    byte[] damaged;
                    try {
                        damaged = damage.apply(payload);
                    } catch (NoSuchElementException e) {
                        continue;
                    }
                    UploadResult result = upload(host, damaged, "%s of %s", damage.name(), name);
                    before = settle(host, result, before, damage.name() + " of " + name);
                }
            }
        }
    }

    private static UploadResult upload(UploadHost host, byte[] file, String what, Object... arguments) {
        try {
            return host.upload("m", file);
        } catch (RuntimeException e) {
            throw new AssertionError(what.formatted(arguments), e);
        }
    }

    /** After a refusal or an unload everything is as before, but for the version; after a death the host is a new one. */
    private static GuestState settle(UploadHost host, UploadResult result, GuestState before, String what) {
        if (result instanceof UploadResult.Accepted) {
            host.unload("m");
        }
        GuestState now = host.state();
        if (result instanceof UploadResult.Refused) {
            assertThat(now).as(what).isEqualTo(before);
        } else {
            assertThat(now.image()).as(what).isEqualTo(before.image());
            assertThat(now.payloadPages()).as(what).isEqualTo(before.payloadPages());
            assertThat(now.payloads()).as(what).isEqualTo(before.payloads());
        }
        host.clearLog();
        return now;
    }
}
