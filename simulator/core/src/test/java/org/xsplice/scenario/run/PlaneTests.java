// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;
import org.xsplice.host.HostSpec;
import org.xsplice.host.PlaneKind;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.both.BothPlanes;
import org.xsplice.profile.Profile;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.print.Transcript;
import org.xsplice.text.Style;

/** Who decides, on a guest whose own code cannot: what is said then, and what comes of a disagreement. */
class PlaneTests {
    /** In columns: a checkout may lie deep, and its path is in the transcript. */
    private static final int WIDER_THAN_ANY_PATH = 10_000;

    private static final String MISSING = "it has no symbol tasklet_fn";

    @TempDir
    private Path folder;

    private Scenario scenario(PlaneKind plane, String steps) {
        Path file = Scenarios.write(folder, Scenarios.HELLO_AND_BYE + steps.indent(2));
        return ScenarioReader.read(file, Overrides.NONE.withPlane(plane));
    }

    @Test
    void isTheModelUnlessTheFileOrTheUserSaysOtherwise() {
        Path file = Scenarios.write(folder, Scenarios.HELLO_AND_BYE);
        assertThat(ScenarioReader.read(file, Overrides.NONE).plane()).isEqualTo(PlaneKind.MODEL);
        file = Scenarios.write(folder, "plane: both\n" + Scenarios.HELLO_AND_BYE);
        assertThat(ScenarioReader.read(file, Overrides.NONE).plane()).isEqualTo(PlaneKind.BOTH);
        assertThat(ScenarioReader.read(file, Overrides.NONE.withPlane(PlaneKind.XEN))
                        .plane())
                .isEqualTo(PlaneKind.XEN);
    }

    @Test
    void thatDoesNotExistIsAnInputError() {
        assertThat(Scenarios.inputErrors(folder, "plane: modle\n" + Scenarios.HELLO_AND_BYE))
                .containsExactly("s.yaml:1:8: there is no \"modle\"; expected model, xen or both; did you mean model?");
    }

    @Test
    void modelStandsInForCodeThatCannotBeRun() {
        Scenario scenario = scenario(PlaneKind.XEN, "- apply: hello\n");
        ScenarioResult result = ScenarioRunner.run(scenario, step -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.plane()).isEqualTo(PlaneKind.MODEL);
        assertThat(result.steps().get(0).events())
                .anyMatch(e -> e.data() instanceof EventData.Remark remark
                        && remark.text().equals("plane xen cannot run this guest: " + MISSING + "; the model decides"));
        assertThat(Scenarios.transcript(scenario, Style.PLAIN, Transcript.Detail.STEPS, 100))
                .contains(
                        "plane    xen: the guest's own code decides",
                        "  (xsplice) plane xen cannot run this guest: " + MISSING + "; the model decides");
        assertThat(Scenarios.transcript(scenario, Style.PLAIN, Transcript.Detail.VERDICT, 80))
                .endsWith("        decided by the model, not by xen");
    }

    @Test
    void codeThatCannotBeRunCannotBeCompared() {
        assertThat(Scenarios.inputErrorsOfRun(folder, "version: 1\nplane: both\nguest: embedded\nsteps: [list]\n"))
                .containsExactly(
                        "s.yaml:3:8: plane both cannot run this guest: " + MISSING + "; expected plane: model");
    }

    /** Boots two models, of which the second was built to say more. */
    private static ScenarioHost disagreeing(Scenario scenario, EventSink events) {
        return both(scenario, scenario.profile().withDebugBuild(true), events);
    }

    /** Boots two models that are alike. */
    static ScenarioHost agreeing(Scenario scenario, EventSink events) {
        return both(scenario, scenario.profile(), events);
    }

    private static ScenarioHost both(Scenario scenario, Profile second, EventSink events) {
        ControlPlane both = new BothPlanes(
                log -> model(scenario, scenario.profile(), log), log -> model(scenario, second, log), events);
        return new ScenarioHost(both, PlaneKind.BOTH, Optional.empty());
    }

    private static ControlPlane model(Scenario scenario, Profile profile, EventSink events) {
        return new HostSpec(
                        scenario.guest().image(),
                        profile,
                        PlaneKind.MODEL,
                        scenario.cpus(),
                        scenario.strategy(),
                        scenario.quantum())
                .boot(events);
    }

    @Test
    void disagreementEndsTheRun() {
        Scenario scenario = scenario(PlaneKind.BOTH, "- apply: hello\n");
        List<String> lines = new ArrayList<>();
        Transcript transcript = new Transcript(
                Style.PLAIN, Transcript.Detail.VERDICT, WIDER_THAN_ANY_PATH, line -> lines.add(line.toString()));
        ScenarioResult result = ScenarioRunner.run(scenario, PlaneTests::disagreeing, transcript::step);
        transcript.verdict(result);
        assertThat(result.verdict()).isEqualTo(Verdict.DISAGREED);
        assertThat(result.steps()).hasSize(1);
        assertThat(lines)
                .startsWith("")
                .anyMatch(line -> line.startsWith("$ upload hello") && line.endsWith("the planes disagree"))
                .contains(
                        "  THE PLANES DISAGREE on UPLOAD hello: console",
                        "    model  []",
                        "    cause  no check of the model failed",
                        "DISAGREED  1 step, 0 of 0 expectations met, 0ns of virtual time",
                        "        2 steps not run");
    }
}
