// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;

/** {@code --time-limit}: what was done is told, and the exit code says that it is not all. */
class TimeLimitTests {
    @TempDir
    private Path folder;

    private String scenario(String head, String steps) throws IOException {
        return Files.writeString(folder.resolve("s.yaml"), "version: 1\n" + head + "steps:\n" + steps)
                .toString();
    }

    @Test
    void aRunEndsBetweenTwoTurns() throws IOException {
        String file = scenario("", "  - list\n  - busy: {cpu: 1, for: 900s}\n  - wait: 900s\n");
        Ran ran = Ran.of("run", "--time-limit", "100ms", file);
        assertThat(ran.code()).isEqualTo(ExitCode.MISSING);
        assertThat(ran.out()).startsWith("s.yaml\n").doesNotContain("passed", "$ wait");
        assertThat(ran.err())
                .matches("xsplice: the time limit of 100ms is over: step [1-3] of 3, at .* of virtual time\n")
                .hasLineCount(1);
    }

    /** The tool waits by itself, call after call. */
    @Test
    void aStepOfTheToolEndsToo() throws IOException {
        Path payload = Fixtures.path("payloads/plain/xen_hello_world.livepatch").toAbsolutePath();
        String file = scenario(
                "",
                "  - busy: {cpu: 1, for: 900s}\n  - lp: [upload, hello, " + payload + "]\n  - lp: [apply, hello]\n"
                        + "    expect: {exit: 0}\n");
        Ran ran = Ran.of("run", "--time-limit", "100ms", file);
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.MISSING);
        assertThat(ran.err()).contains("the time limit of 100ms is over: step ");
    }

    @Test
    void aReplayEndsAfterAChoice() throws IOException {
        String file = scenario("choices: step\n", "  - list\n".repeat(40));
        Ran ran = Ran.of("run", "--time-limit", "1ms", file);
        assertThat(ran.code()).isEqualTo(ExitCode.MISSING);
        assertThat(ran.err()).contains("the time limit of 1ms is over: the choice that was taken last is number ");
    }

    @Test
    void whatIsDoneInTimeEndsAsEver() throws IOException {
        assertThat(Ran.of("run", "--quiet", "--time-limit", "900s", scenario("", "  - list\n"))
                        .code())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void aSweepTellsWhichCombinationsAreDone() throws IOException {
        String file = scenario("", "  - busy: {cpu: 1, for: 900s}\n  - wait: 900s\n");
        Ran ran = Ran.of("sweep", "--time-limit", "100ms", "--cpus", "2", "--timeout", "1ms", "--runs", "1", file);
        assertThat(ran.code()).isEqualTo(ExitCode.MISSING);
        assertThat(ran.err()).contains("the time limit of 100ms is over: 0 of 1 combinations are done");
    }

    @Test
    void aFuzzRunTellsHowManyCasesAreDone() {
        Ran ran = Ran.of("fuzz", "--seed", "1", "--cases", "100000000", "--time-limit", "100ms");
        assertThat(ran.code()).isEqualTo(ExitCode.MISSING);
        assertThat(ran.err()).containsPattern("the time limit of 100ms is over: [0-9]+ of 100000000 cases are done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--exhaustive", "--random", "--pct"})
    void aSearchSaysThatItIsNotExhausted(String mode) throws IOException {
        String payload =
                Fixtures.path("payloads/plain/xen_hello_world.livepatch").toString();
        String file = scenario("cpus: 6\n", "  - upload: {name: p, file: " + payload + "}\n  - apply: p\n");
        Ran ran = Ran.of(
                "explore",
                mode,
                "--runs",
                "100000000",
                "--no-reduction",
                "--jobs",
                "1",
                "--time-limit",
                "100ms",
                "--write",
                folder.resolve("v.yaml").toString(),
                file);
        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.MISSING);
        assertThat(ran.out()).contains("not exhausted: ").contains("0 violations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s", "soon", "5", ""})
    void onlyDurationsAreTaken(String given) throws IOException {
        Ran ran = Ran.of("run", "--time-limit=" + given, scenario("", "  - list\n"));
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("--time-limit must be a duration such as 90s or 500ms, not " + given);
    }
}
