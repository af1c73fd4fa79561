// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.chance.Chance;
import org.xsplice.damage.Damage;
import org.xsplice.damage.Damages;
import org.xsplice.damage.Mutant;
import org.xsplice.damage.Mutator;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;
import org.xsplice.support.Fixtures;
import org.xsplice.support.GuestState;

/** Whatever is uploaded is accepted, refused without a trace, or the death of the simulated hypervisor; never of Java. */
class RandomUploadTests {
    private static final int MUTANTS = 2000;
    private static final double SHARE_PAST_SECTIONS = 0.3;

    static final List<Profile> PROFILES = Profiles.dialects();

    private static final List<String> PAYLOADS = List.of("hello_world", "bye_world", "replace_world", "nop");

    /** Run with {@code -Dxsplice.seed=N} to repeat a failure that tells its seed. */
    private static final long SEED = Long.getLong("xsplice.seed", 20160427);

    @ParameterizedTest
    @FieldSource("PROFILES")
    void mutantsEndInOneOfThreeOutcomes(Profile profile, TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        Chance chance = new Chance(SEED);
        Mutator mutator = new Mutator(profile, chance);
        Map<String, Integer> histogram = new TreeMap<>();
        int past = 0;
        try (UploadHost host = new UploadHost(profile)) {
            List<byte[]> payloads = new ArrayList<>();
            PAYLOADS.forEach(name -> payloads.add(Fixtures.payload("plain", "xen_" + name, profile)));
            payloads.add(host.sample());
            GuestState before = host.state();
            for (int i = 0; i < MUTANTS; i++) {
                Mutant mutant = mutator.mutate(payloads.get(chance.below(payloads.size())));
                UploadResult result = upload(host, mutant.file(), "seed %d, mutant %d: %s", SEED, i, mutant.changes());
                String outcome = result instanceof UploadResult.Refused refused
                        ? refused.check().name()
                        : result.getClass().getSimpleName();
                histogram.merge(outcome, 1, Integer::sum);
                if (!(result instanceof UploadResult.Refused refused)
                        || refused.check().compareTo(Check.SECTION_NAME) > 0) {
                    past++;
                }
                before = settle(host, result, before, "seed %d, mutant %d: %s".formatted(SEED, i, mutant.changes()));
            }
        }
        assertThat(past)
                .as(
                        "mutants of %d past header and section checks; first failing checks, seed %d: %s",
                        MUTANTS, SEED, histogram)
                .isGreaterThan((int) (MUTANTS * SHARE_PAST_SECTIONS));
        assertThat(histogram).as("different outcomes, seed %d", SEED).hasSizeGreaterThan(25);
    }

    /** Every named damage of every payload ends in one of the three outcomes, too. */
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
