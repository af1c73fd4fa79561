// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.damage.Damages;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.inspect.Trial;
import org.xsplice.inspect.TrialHost;
import org.xsplice.profile.LoadStep;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;
import org.xsplice.support.Fixtures;

/** The ladder is what the steps declare, and the steps do what they declare: on every payload of the tables. */
class LadderTests {
    static final List<Profile> PROFILES = Profiles.all();

    private static final HypervisorImage IMAGE = Fixtures.guest("plain");

    /** What is made of the tables' payloads, whatever comes of it. */
    private static Set<Check> made(Profile profile) {
        Set<Check> made = EnumSet.noneOf(Check.class);
        byte[] sample = SamplePayload.build(profile, IMAGE.buildId());
        TrialHost host = new TrialHost(IMAGE, profile);
        try {
            for (UploadCase row : UploadTables.of(profile)) {
                Trial trial = host.load("m", row.edit().apply(sample));
                made.addAll(trial.passed());
                trial.stop().ifPresent(stop -> made.add(stop.check()));
                host.unload("m");
                if (trial.result() instanceof Trial.Died) {
                    host.close();
                    host = new TrialHost(IMAGE, profile);
                }
            }
        } finally {
            host.close();
        }
        return made;
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void whatIsDeclaredIsMadeAndWhatIsMadeIsDeclared(Profile profile) {
        assertThat(made(profile))
                .containsExactlyInAnyOrderElementsOf(Ladder.of(profile).checks());
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void noCheckIsMadeTwice(Profile profile) {
        assertThat(Ladder.of(profile).checks()).doesNotHaveDuplicates();
    }

    /** Damages that leave nothing, or nothing before the refusal, for some check to be made of. */
    private static final Set<String> LEAVE_NOTHING = Set.of(
            "miss_all_patching",
            "miss_livepatch_funcs",
            "sym_none",
            "sym_only_null",
            "sym_shndx_end",
            "sym_shndx_past",
            "sym_shndx_reserved",
            "sym_shndx_xindex");

    /** What passes of an undamaged payload, and stands before the check that refuses the damaged one, has passed there. */
    @ParameterizedTest
    @FieldSource("PROFILES")
    void whatIsBeforeTheRefusalHasPassed(Profile profile) {
        Ladder ladder = Ladder.of(profile);
        byte[] sample = SamplePayload.build(profile, IMAGE.buildId());
        Set<String> wrong = new TreeSet<>();
        try (TrialHost host = new TrialHost(IMAGE, profile)) {
            Set<Check> good = host.load("m", sample).passed();
            host.unload("m");
            for (UploadCase row : UploadTables.of(profile)) {
                if (row.result() instanceof UploadResult.Refused refused) {
                    Trial trial = host.load("m", row.edit().apply(sample));
                    int last = ladder.indexOf(refused.check());
                    Set<Check> missing = EnumSet.copyOf(good);
                    missing.retainAll(ladder.checks().subList(0, last));
                    missing.removeAll(trial.passed());
                    if (trial.stop().orElseThrow().check() != refused.check() || !missing.isEmpty()) {
                        wrong.add(row.name());
                    }
                }
            }
        }
        assertThat(wrong).isSubsetOf(LEAVE_NOTHING);
    }

    @Test
    void aReleaseWithTheStepsInAnotherOrderRefusesForAnotherReason() {
        Profile release = Profiles.XEN_4_17;
        List<LoadStep> steps = new ArrayList<>(release.loadSteps());
        steps.remove(LoadStep.CHECK_SPECIAL_SECTIONS);
        steps.add(steps.indexOf(LoadStep.MOVE_PAYLOAD), LoadStep.CHECK_SPECIAL_SECTIONS);
        Profile earlier = release.withLoadSteps(steps);
        byte[] sample = SamplePayload.build(release, IMAGE.buildId());
        byte[] both = Damages.named(release, "miss_livepatch_depends")
                .apply(Damages.named(release, "sym_common").apply(sample));
        assertThat(refusal(release, both)).isEqualTo(Check.SYMBOL_COMMON);
        assertThat(refusal(earlier, both)).isEqualTo(Check.SPECIAL_SECTION_PRESENT);
        assertThat(Ladder.of(earlier).indexOf(Check.SPECIAL_SECTION_PRESENT))
                .isLessThan(Ladder.of(earlier).indexOf(Check.SYMBOL_COMMON));
    }

    private static Check refusal(Profile profile, byte[] payload) {
        try (TrialHost host = new TrialHost(IMAGE, profile)) {
            return host.load("m", payload).stop().orElseThrow().check();
        }
    }

    @Test
    void checksThatNobodyDeclaredAreNotMade() {
        Rungs<byte[]> undeclared = Rungs.each(Rung.rung(Check.MAGIC, file -> Made.PASSED));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Ladder.of(Profiles.XEN_4_17).part(undeclared));
    }

    @Test
    void checksAreNotMadeInAnotherOrderThanDeclared() {
        LoadContext context = context();
        Checks<HeaderCheck> header = context.checks(HeaderCheck.RUNGS);
        LoadContext later = context();
        later.progress().reach(header, 2, 100);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> later.checks(HeaderCheck.RUNGS).make(null));
        long machine = header.rung(Check.MACHINE);
        long magic = header.rung(Check.MAGIC);
        assertThat(header.begin(machine)).isTrue();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> header.begin(magic))
                .withMessageContaining("MAGIC comes too late");
    }

    @Test
    void whatALoopHasBegunHasPassedWhenTheNextBegins() {
        LoadContext context = context();
        Checks<HeaderCheck> header = context.checks(HeaderCheck.RUNGS);
        header.start();
        header.begin(header.rung(Check.HEADER_COMPLETE));
        header.begin(header.rung(Check.MAGIC));
        assertThat(context.progress().check()).isEqualTo(Check.MAGIC);
        assertThat(context.progress().passed()).containsExactly(Check.HEADER_COMPLETE);
        header.next();
        assertThat(context.progress().passed()).containsExactly(Check.HEADER_COMPLETE, Check.MAGIC);
        header.begin(header.rung(Check.HEADER_COMPLETE));
        assertThat(context.progress().check()).isEqualTo(Check.HEADER_COMPLETE);
        assertThat(context.progress().passed()).containsExactly(Check.HEADER_COMPLETE, Check.MAGIC);
    }

    @Test
    void aLoopMakesWhatIsDeclaredAndTheReleaseMakes() {
        Checks<?> entries = context(Profiles.XEN_4_17).checks(PerformRelocs.ENTRIES);
        Checks<?> earlier = context(Profiles.XSPLICE_2016).checks(PerformRelocs.ENTRIES);
        assertThat(entries.begin(entries.rung(Check.RELOCATION_STN_UNDEF))).isTrue();
        assertThat(earlier.begin(earlier.rung(Check.RELOCATION_STN_UNDEF))).isFalse();
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> entries.rung(Check.COMMAND));
    }

    /** Nothing of a hypervisor is needed to look checks up. */
    private static LoadContext context() {
        return context(Profiles.XEN_4_17);
    }

    private static LoadContext context(Profile profile) {
        return new LoadContext(null, profile, null, null, null, Ladder.of(profile), new Progress());
    }
}
