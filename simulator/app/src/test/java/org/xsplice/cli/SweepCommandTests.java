// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.support.Fixtures;

/** The command line of {@code xsplice sweep}. */
class SweepCommandTests {
    private static final String SCENARIO =
            Fixtures.path("scenarios/sweep-stolen.yaml").toString();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        Output output = Output.of(out, err);
        int code = new Program(output).run(arguments);
        output.flush();
        return code;
    }

    @Test
    void rangesDoubleAndListsAreSorted() {
        assertThat(SweepValues.cpus("1..64")).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L);
        assertThat(SweepValues.cpus("3..20, 2")).containsExactly(2L, 3L, 6L, 12L, 20L);
        assertThat(SweepValues.durations("1ms..5ms")).containsExactly(1_000_000L, 2_000_000L, 4_000_000L, 5_000_000L);
        assertThat(SweepValues.factors("0.25,1.5")).containsExactly(25L, 150L);
    }

    @Test
    void whatIsNoValueIsRefused() {
        for (String text : List.of("0", "65", "a", "", "1,,2", "8..4x")) {
            assertThatThrownBy(() -> SweepValues.cpus(text)).hasMessageContaining("is not a number from 1 to 64");
        }
        for (String text : List.of("5", "0ns", "5s", "1ms..")) {
            assertThatThrownBy(() -> SweepValues.durations(text)).hasMessageContaining("is not a duration");
        }
        for (String text : List.of("0", "0.001", "1e9", "x")) {
            assertThatThrownBy(() -> SweepValues.factors(text)).hasMessageContaining("is not a factor");
        }
    }

    @Test
    void writesItsThreeFiles() {
        assertThat(run(
                        "sweep",
                        SCENARIO,
                        "--cpus",
                        "1,4",
                        "--timeout",
                        "1ms,30ms",
                        "--runs",
                        "2",
                        "--out",
                        folder + "/o"))
                .isEqualTo(ExitCode.OK);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("8 runs: 2 numbers of CPUs, 2 timeouts, 1 loads, seeds 1 to 2")
                .contains("     1     100     100");
        for (String name : List.of("sweep.csv", "sweep.json", "sweep.svg")) {
            assertThat(folder.resolve("o").resolve(name)).isNotEmptyFile();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--cpus, 65, --cpus 65: \"65\" is not a number from 1 to 64",
        "--timeout, 5, '--timeout 5: \"5\" is not a duration from 1ns to 4s, for example 30ms'",
        "--runs, 0, '--runs must be from 1 to 10000, not 0'",
        "--jobs, 0, '--jobs must be from 1 to 256, not 0'",
    })
    void badValuesEndWithTwo(String option, String value, String message) {
        assertThat(run("sweep", SCENARIO, option, value)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void aScenarioThatNeedsMoreCpusSaysSo() {
        String needsFour = Fixtures.path("scenarios/awkward-cpus.yaml").toString();
        assertThat(run("sweep", needsFour, "--cpus", "2")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("expected a CPU from 0 to 1");
    }
}
