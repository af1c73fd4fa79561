// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.event.ByteString;
import org.xsplice.host.HostSpec;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.both.DisagreementException;
import org.xsplice.profile.LoadStep;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.RealImage;

/** A bounded search on a real image. To see a difference again: {@code ./xsplice compare --seed N --cases N}. */
class CompareTests {
    private static final long SEED = 20;
    private static final int CASES = 120;
    /** With this seed, an early case has a payload that fails both of two checks. */
    private static final long SEED_FOR_ORDER = 60;

    private static final int CASES_FOR_ORDER = 8;

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void findImage() {
        image = RealImage.path();
    }

    private ComparePlan plan(Profile modelled, long seed, long cases, int jobs) throws IOException {
        return new ComparePlan(
                HypervisorImage.open(image),
                modelled,
                seed,
                cases,
                Optional.empty(),
                jobs,
                false,
                KnownDisagreements.NONE);
    }

    private CompareReport run(int jobs) throws IOException {
        return Compare.run(plan(Profiles.XEN_4_17, SEED, CASES, jobs), done -> {});
    }

    @Test
    void thePlanesAgree() throws IOException {
        CompareReport report = run(1);
        assertThat(report.differences())
                .as("./xsplice compare --seed %d --cases %d", SEED, CASES)
                .extracting(FoundDifference::disagreement)
                .isEmpty();
        assertThat(report.unexplained()).isZero();
        assertThat(report.cases()).isEqualTo(CASES);
        assertThat(2 * report.mix().onLoaded())
                .as(
                        "at least half of %d steps are about a loaded payload",
                        report.mix().steps())
                .isGreaterThanOrEqualTo(report.mix().steps());
        assertThat(report.mix().lines()).anyMatch(line -> line.contains("died"));
    }

    @Test
    void theNumberOfJobsChangesNothing() throws IOException {
        assertThat(Compare.run(plan(Profiles.XEN_4_17, 7, 24, 3), done -> {})
                        .mix()
                        .lines())
                .isEqualTo(Compare.run(plan(Profiles.XEN_4_17, 7, 24, 1), done -> {})
                        .mix()
                        .lines());
    }

    @Test
    void findsChecksInTheWrongOrderAndReducesThem() throws IOException {
        Profile broken = withPatchingSectionsFirst(Profiles.XEN_4_17);
        CompareReport report = Compare.run(plan(broken, SEED_FOR_ORDER, CASES_FOR_ORDER, 1), done -> {});
        assertThat(report.unexplained()).isPositive();
        FoundDifference found = report.differences().get(0);
        assertThat(found.disagreement().operation()).startsWith("UPLOAD");
        assertThat(found.scenario().steps()).isEqualTo(1);
        assertThat(found.scenario().cpus()).isEqualTo(1);

        for (Map.Entry<String, ByteString> written :
                found.scenario().files(image, "what shows it").entrySet()) {
            Files.write(folder.resolve(written.getKey()), written.getValue().toArray());
        }
        Path file = folder.resolve(CaseFiles.SCENARIO);
        assertThat(Files.readAllLines(file).get(0)).isEqualTo("# what shows it");
        Scenario scenario = ScenarioReader.read(file, Overrides.NONE.withPlane(PlaneKind.BOTH));
        assertThat(ScenarioRunner.run(scenario, step -> {}).verdict())
                .as("the model as it is refuses the same payload as Xen does")
                .isEqualTo(Verdict.FAILED);
        HostSpec host = new HostSpec(
                scenario.guest().image(),
                broken,
                PlaneKind.BOTH,
                scenario.cpus(),
                Strategy.roundRobin(),
                Scheduler.DEFAULT_QUANTUM);
        try (ControlPlane both = host.boot(event -> {})) {
            assertThatThrownBy(() -> scenario.steps().get(0).operation().begin(both))
                    .isInstanceOf(DisagreementException.class)
                    .hasMessageStartingWith(found.disagreement().toString());
        }
    }

    @Test
    void whatIsKnownIsForgiven() throws IOException {
        Path known = folder.resolve("known.yaml");
        Files.writeString(known, """
                planes:
                  - operation: ^UPLOAD
                    field: .
                    model: .
                    xen: .
                    reason: the test breaks the model
                    asked: not at all
                """);
        Profile broken = withPatchingSectionsFirst(Profiles.XEN_4_17);
        ComparePlan plan = new ComparePlan(
                HypervisorImage.open(image),
                broken,
                SEED_FOR_ORDER,
                CASES_FOR_ORDER,
                Optional.empty(),
                1,
                false,
                KnownDisagreements.read(known));
        CompareReport report = Compare.run(plan, done -> {});
        assertThat(report.known()).isPositive();
        assertThat(report.unexplained()).isZero();
    }

    /** Has the model ask whether there is anything to patch before it resolves symbols, not after. */
    private static Profile withPatchingSectionsFirst(Profile p) {
        List<LoadStep> steps = new ArrayList<>(p.loadSteps());
        steps.remove(LoadStep.CHECK_PATCHING_SECTIONS);
        steps.add(steps.indexOf(LoadStep.RESOLVE_SYMBOLS), LoadStep.CHECK_PATCHING_SECTIONS);
        return p.withLoadSteps(steps);
    }
}
