// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;

/** What is packed with the program is what is committed in fixtures/. */
class EmbeddedTests {
    @ParameterizedTest
    @EnumSource
    void guest(EmbeddedGuest guest) throws IOException {
        assertThat(guest.file())
                .isEqualTo(Files.readAllBytes(Fixtures.path("guests/" + guest.variant() + "/xen-syms")));
        assertThat(guest.image().symbols().find("xen_extra_version")).isPresent();
        assertThat(EmbeddedGuest.of(guest.word())).contains(guest);
    }

    @ParameterizedTest
    @EnumSource
    void payload(EmbeddedPayload payload) {
        String name = "xen_" + payload.name().toLowerCase(Locale.ROOT);
        for (EmbeddedGuest guest : EmbeddedGuest.values()) {
            for (Profile profile : Profiles.dialects()) {
                assertThat(payload.file(guest, profile))
                        .as("%s for %s, %s", name, guest, profile.name())
                        .isEqualTo(Fixtures.payload(guest.variant(), name, profile));
            }
        }
    }
}
