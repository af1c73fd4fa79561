// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;

/** The named damages as such; what a hypervisor thinks of them is tested with the loader. */
class DamagesTests {
    static final List<Profile> PROFILES = Profiles.dialects();

    private static final List<String> PAYLOADS = List.of("hello_world", "bye_world", "replace_world", "nop");

    @ParameterizedTest
    @FieldSource("PROFILES")
    void namesAreUniqueAndDescriptionsAreSentences(Profile profile) {
        assertThat(Damages.of(profile)).extracting(Damage::name).doesNotHaveDuplicates();
        assertThat(Damages.of(profile)).allSatisfy(damage -> {
            assertThat(damage.name()).matches("[a-z][A-Za-z0-9_-]*");
            assertThat(damage.description()).endsWith(".");
        });
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void aDamageChangesACopyAndAlwaysInTheSameWay(Profile profile) {
        byte[] payload = Fixtures.payload("plain", "xen_hello_world", profile);
        byte[] original = payload.clone();
        for (Damage damage : Damages.of(profile)) {
            try {
                byte[] damaged = damage.apply(payload);
                assertThat(damage.apply(payload)).as(damage.name()).isEqualTo(damaged);
                if (!damage.name().equals("ctl_identity")) {
                    assertThat(damaged).as(damage.name()).isNotEqualTo(original);
                }
            } catch (NoSuchElementException e) {
                assertThat(e).as(damage.name()).hasMessageMatching("(the payload has no|no section is called) .*");
            }
        }
        assertThat(payload).isEqualTo(original);
    }

    /** No payload is one that most damages cannot be done to. */
    @ParameterizedTest
    @FieldSource("PROFILES")
    void mostDamagesGoWithEveryPayload(Profile profile) {
        for (String name : PAYLOADS) {
            byte[] payload = Fixtures.payload("plain", "xen_" + name, profile);
            long impossible = Damages.of(profile).stream()
                    .filter(damage -> !goesWith(damage, payload))
                    .count();
            assertThat(impossible).as(name).isLessThan(Damages.of(profile).size() / 4);
        }
    }

    private static boolean goesWith(Damage damage, byte[] payload) {
        try {
            damage.apply(payload);
            return true;
        } catch (NoSuchElementException e) {
            return false;
        }
    }
}
