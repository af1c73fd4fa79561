// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Jdk;

class ExploreCommandTests {
    private static final String FAULTY = """
            version: 1
            faults: [ready-before-reset]
            steps:
              - upload: {name: hello, file: %s}
              - apply: hello
            """;

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

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    private String faulty() throws IOException {
        String payload =
                Fixtures.path("payloads/plain/xen_hello_world.livepatch").toString();
        return Files.writeString(folder.resolve("s.yaml"), FAULTY.formatted(payload))
                .toString();
    }

    @Test
    void nothingFoundEndsWithZero() {
        String file = Fixtures.path("scenarios/rendezvous-2cpu.yaml").toString();
        assertThat(run("explore", file, "--exhaustive", "--jobs", "1")).isEqualTo(ExitCode.OK);
        assertThat(lines()).last().isEqualTo("exhausted, 0 violations");
        assertThat(out.toString())
                .containsPattern("states +[0-9,]+\ntransitions +[0-9,]+\nguest instructions +[0-9,]+\n"
                        + "depth +\\d+\nruns +0\ntime +.* s, .* states/s, .* transitions/s\n");
        assertThat(err.toString()).isEmpty();
    }

    /** Time stands still in a run whose order is given: there each event is shown as a microsecond. */
    @Test
    void aReplayHasATimelineAndATrace() throws IOException {
        String found = folder.resolve("found.yaml").toString();
        assertThat(run("explore", faulty(), "--jobs=1", "--write", found)).isEqualTo(ExitCode.DIFFERENT);
        out.getBuffer().setLength(0);
        Path trace = folder.resolve("trace.json");
        assertThat(run("run", "--quiet", "--timeline", "--trace", trace.toString(), found))
                .isEqualTo(ExitCode.DIFFERENT);
        assertThat(err.toString()).isEmpty();
        int table = out.getBuffer().indexOf("   time (us)  sem  CPU 0 ");
        assertThat(table).isNotNegative().isLessThan(out.getBuffer().indexOf("VIOLATED  stuck"));
        assertThat(out.toString()).contains("- APPLY hello is scheduled");
        assertThat(trace).content().contains("\"traceEvents\"", "\"name\":\"SLAVE_WAITS_DONE\"");
    }

    @Test
    void aViolationEndsWithOneAndBeginsWithItsReplay() throws IOException {
        String found = folder.resolve("found.yaml").toString();
        assertThat(run("explore", faulty(), "--jobs=1", "--write", found)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(lines()).first().isEqualTo("./xsplice run " + found);
        assertThat(lines()).contains("VIOLATED  stuck");
        assertThat(lines()).last().isEqualTo("not exhausted: the search ends with the first violation");
        out.getBuffer().setLength(0);
        assertThat(run("run", found)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(lines()).contains("VIOLATED  stuck").anyMatch(line -> line.matches(" +1  step +upload hello.*"));
        out.getBuffer().setLength(0);
        assertThat(run("run", "--quiet", found)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(lines()).first().isEqualTo("VIOLATED  stuck");
    }

    @Test
    void moreMemoryThanThereIsIsRefused() throws IOException {
        assertThat(run("explore", faulty(), "--max-memory", "900000g")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--max-memory 900000g is more than the heap of", "XSPLICE_JAVA_OPTS=-Xmx");
        assertThat(run("explore", faulty(), "--max-memory", "12")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--max-memory must be a number of MiB or GiB, as 900m or 3g, not 12");
    }

    /** Without a budget, the states that wait took 64 MiB, and the search ended with OutOfMemoryError. */
    @Test
    void aSearchWithoutEndEndsInTime() throws IOException, InterruptedException {
        String lab = Fixtures.path("scenarios/labs/short-timeout-fixed.yaml").toString();
        List<String> told = Jdk.mine()
                .run(List.of("-Xmx64m"), Main.class, List.of("explore", lab, "--max-memory", "14m", "--jobs", "2"))
                .lines()
                .toList();
        assertThat(told).last().isEqualTo("not exhausted: --max-memory allows 14 MiB, 0 violations");
        assertThat(told).anyMatch(line -> line.matches("left +[\\d,]+ states, .*"));
        assertThat(told).anyMatch(line -> line.matches("to go on +--max-memory \\d+m"));
    }

    @Test
    void theLimitIsTold() throws IOException {
        assertThat(run("explore", faulty(), "--max-states", "10", "--jobs=1")).isEqualTo(ExitCode.OK);
        assertThat(lines())
                .last()
                .isEqualTo("not exhausted: the limit of 10 states (--max-states) was reached, 0 violations");
        assertThat(out.toString())
                .containsPattern("left +\\d+ states, (\\d+) or \\d+ choices from the start; not all of their "
                        + "continuations were followed\nto go on +--max-states 40\n");
    }

    @Test
    void badOptionsEndWithTwo() throws IOException {
        assertThat(run("explore", faulty(), "--jobs", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("explore", faulty(), "--random", "--pct")).isEqualTo(ExitCode.USAGE);
        assertThat(run("explore", faulty(), "--runs", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("--jobs must be from 1 to 64, not 0")
                .contains("mutually exclusive")
                .contains("--runs must be positive, not 0");
        assertThat(run(
                        "explore",
                        faulty(),
                        "--write",
                        folder.resolve("no/such/f.yaml").toString(),
                        "--jobs=1"))
                .isEqualTo(ExitCode.USAGE);
    }
}
