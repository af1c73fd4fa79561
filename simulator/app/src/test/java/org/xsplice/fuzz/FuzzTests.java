// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;
import org.xsplice.support.Fixtures;

/** A short run; {@code make fuzz} makes a long one. */
class FuzzTests {
    private static final int CASES = 6000;
    private static final double SHARE_PAST_SECTIONS = 0.3;
    private static final int DIFFERENT_CHECKS = 50;

    /** Run with {@code -Dxsplice.seed=N} for another one. */
    private static final long SEED = Long.getLong("xsplice.seed", 20160427);

    private static FuzzPlan plan(int workers, int cases) {
        List<FuzzTarget> targets = List.of(target("plain"), target("endbr"));
        return plan(targets, EnumSet.of(FuzzKind.PAYLOADS, FuzzKind.IMAGES), workers, cases);
    }

    private static FuzzPlan plan(List<FuzzTarget> targets, Set<FuzzKind> kinds, int workers, int cases) {
        TestedCommands none = new TestedCommands(() -> (input, arguments) -> null, List.of(), List.of());
        return new FuzzPlan(targets, Profiles.all(), none, kinds, SEED, cases, workers, false, false);
    }

    private static FuzzTarget target(String variant) {
        try {
            Map<Profile, List<byte[]>> payloads = Map.of(
                    Profiles.XEN_4_17,
                    List.of(
                            Fixtures.payload(variant, "xen_hello_world", Profiles.XEN_4_17),
                            Fixtures.payload(variant, "xen_nop", Profiles.XEN_4_17)),
                    Profiles.XSPLICE_2016,
                    List.of(Fixtures.payload(variant, "xen_hello_world", Profiles.XSPLICE_2016)));
            byte[] file = Files.readAllBytes(Fixtures.path("guests/" + variant + "/xen-syms"));
            return FuzzTarget.of(variant, file, payloads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyFileEndsInOneOfTheOutcomes(TestReporter reporter) {
        FuzzReport report = Fuzz.run(plan(2, CASES), done -> {});
        Histogram histogram = report.histogram();
        histogram.lines().forEach(line -> reporter.publishEntry("histogram", line));
        assertThat(report.findings()).as("seed %d", SEED).isEmpty();
        assertThat(histogram.pastSections()).isGreaterThan((long) (histogram.payloads() * SHARE_PAST_SECTIONS));
        assertThat(EnumSet.complementOf(EnumSet.copyOf(histogram.missed(Profiles.all()))))
                .as("checks that have refused something")
                .hasSizeGreaterThan(DIFFERENT_CHECKS);
        for (Ending ending : EnumSet.range(Ending.REFUSED, Ending.IMAGE_RAN)) {
            assertThat(histogram.count(ending)).as("%s", ending).isPositive();
        }
    }

    @Test
    void equalPlansGiveEqualHistograms() {
        FuzzReport one = Fuzz.run(plan(1, 1000), done -> {});
        FuzzReport two = Fuzz.run(plan(2, 1000), done -> {});
        assertThat(two.histogram().lines()).isEqualTo(one.histogram().lines());
    }

    @Test
    void aCaseCanBeSeenAgain() {
        List<String> changes = new ArrayList<>();
        for (int number : new int[] {5, 260, 261}) {
            CaseReplay first = Fuzz.replay(plan(1, 1000), number);
            CaseReplay second = Fuzz.replay(plan(1, 1000), number);
            assertThat(second.file()).isEqualTo(first.file());
            assertThat(second.outcome()).isEqualTo(first.outcome());
            assertThat(first.good()).isTrue();
            changes.addAll(first.changes());
        }
        assertThat(changes).isNotEmpty();
    }

    @Test
    void noCheckOfUploadIsForgotten() {
        assertThat(new Histogram().missed(Profiles.all()))
                .isEqualTo(EnumSet.complementOf(EnumSet.range(Check.PAYLOAD_KNOWN, Check.REQUEST)));
    }
}
