// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;

/** Hypercalls of virtual CPUs: what they return, and where there are none. */
class VirtualCpuTests {
    private static final String VERSION = "- hypercall: {cpu: 1, number: 17, args: [0]}\n";

    @TempDir
    private Path folder;

    private List<String> differences(String steps) {
        return Scenarios.differences(Scenarios.run(folder, "version: 1\nsteps:\n" + steps.indent(2)));
    }

    @Test
    void resultsCanBeExpected() {
        assertThat(differences(VERSION + "- wait: 10us\n- expect: {hypercall: {cpu: 1, returns: 0x40011}}\n"))
                .isEmpty();
        assertThat(differences(VERSION + "- wait: 10us\n- expect: {hypercall: [{cpu: 1, returns: 4}]}\n"))
                .containsExactly("5: what the hypercall of CPU 1 returned", "- 4", "+ 262161 (0x40011)");
    }

    @Test
    void thereIsNoneBeforeItIsDone() {
        assertThat(differences("- expect: {hypercall: {cpu: 0, returns: 0}}\n"))
                .containsExactly("3: what the hypercall of CPU 0 returned", "- 0", "+ no hypercall has returned");
        assertThat(differences(VERSION + "  expect: {hypercall: {cpu: 1, returns: 0}}\n"))
                .contains("+ no hypercall has returned");
    }

    @Test
    void rejectsCpusThatAreNotThere() {
        assertThat(Scenarios.inputErrors(folder, """
                        version: 1
                        steps:
                          - expect: {hypercall: {cpu: 2, returns: x}}
                          - expect: {hypercall: 17}
                        """))
                .containsExactly(
                        "s.yaml:3:31: found \"2\"; expected a CPU from 0 to 1",
                        "s.yaml:3:43: found \"x\"; expected an integer",
                        "s.yaml:4:25: found \"17\"; expected a mapping with cpu and returns");
    }

    @Test
    void saysWhatAStepNeeds() {
        assertThat(Scenarios.inputErrors(folder, """
                        version: 1
                        steps:
                          - nmi: 1
                          - offline: {cpu: 1}
                          - waitqueue: {cpu: 2, domain: 4}
                          - wake: {}
                          - busy: 1
                        """))
                .containsExactly(
                        "s.yaml:3:10: found \"1\"; expected a mapping with cpu",
                        "s.yaml:4:14: offline has no key \"for\"; expected a duration, for example 40ms",
                        "s.yaml:5:22: found \"2\"; expected a CPU from 0 to 1",
                        "s.yaml:5:33: found \"4\"; expected a domain from 0 to 3",
                        "s.yaml:6:11: wake has no key \"cpu\"; expected a CPU from 0 to 1",
                        "s.yaml:7:11: found \"1\"; expected a mapping with cpu and for");
    }

    @Test
    void stepsOfCpusThatCannotBeDoneAreNotDone() {
        assertThat(differences("- offline: {cpu: 1, for: 1us}\n- wait: 10us\n- busy: {cpu: 1, for: 1us}\n"))
                .endsWith("+ CPU 1 is offline");
        assertThat(differences("- offline: {cpu: 1, for: 1us}\n- wait: 10us\n- nmi: {cpu: 1}\n"))
                .endsWith("+ CPU 1 is offline");
        assertThat(differences("- wake: {cpu: 1}\n")).endsWith("+ the virtual CPU of CPU 1 does not wait on a queue");
        assertThat(differences("- offline: {cpu: 0, for: 1us}\n")).endsWith("+ -EINVAL (Invalid argument)");
        assertThat(differences("- online: {cpu: 1, for: 1us}\n")).endsWith("+ -EEXIST (File exists)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "busy: {cpu: 0, for: 1ms}",
                "hypercall: {cpu: 0, number: 17}",
                "nmi: {cpu: 0}",
                "offline: {cpu: 1, for: 1ms}",
                "online: {cpu: 1, for: 1ms}",
                "waitqueue: {cpu: 0, domain: 1}",
                "wake: {cpu: 0}"
            })
    void aPlaneWithoutThemCannotDoTheStep(String step) {
        Path file = Scenarios.write(folder, "version: 1\nsteps: [{" + step + "}]\n");
        Scenario scenario = ScenarioReader.read(file, Overrides.NONE);
        ScenarioResult result = ScenarioRunner.run(scenario, PlaneTests::agreeing, done -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(Scenarios.differences(result)).hasSize(3).endsWith("- ok", "+ this plane has no virtual CPUs");
    }
}
