// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Jdk;

/** What the program prints does not get to where it should: it says so, and does not end as if it had. */
class LostOutputTests {
    private static final String HELLO =
            Fixtures.path("scenarios/hello-bye.yaml").toString();
    private static final String BAD = "version: 1\nsteps: [{apply: nobody}]\n";

    @TempDir
    private Path folder;

    private record Ended(int code, String err) {}

    /** Runs the program with its standard output as a shell redirects it. */
    private Ended redirected(String to, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + to, "sh"));
        command.addAll(Jdk.mine().command(List.of("-XX:TieredStopAtLevel=1"), Main.class, arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), err);
    }

    /** Command lines that end with 0, of every command that can do so without a real Xen. */
    static Stream<List<String>> commands() {
        String payload = Fixtures.path("payloads/plain/xen_nop.livepatch").toString();
        String fixed = Fixtures.path("scenarios/labs/two-functions-fixed.yaml").toString();
        return Stream.of(
                List.of("--version"),
                List.of("--help"),
                List.of("help", "run"),
                List.of("doctor"),
                List.of("run", "--quiet", HELLO),
                List.of("run", "--events", "--timeline", HELLO),
                List.of("run", fixed),
                List.of("run", "--quiet", HELLO, HELLO),
                List.of("inspect", payload),
                List.of("inspect", "--json", payload),
                List.of("explore", "--random", "--runs", "1", "--jobs", "1", HELLO),
                List.of("sweep", "--cpus", "1", "--timeout", "1ms", "--runs", "1", HELLO),
                List.of("fuzz", "--seed", "1", "--cases", "1", "--workers", "1"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aFullDiskIsTold(List<String> arguments) throws IOException, InterruptedException {
        assertThat(redirected(">/dev/full", arguments))
                .isEqualTo(
                        new Ended(ExitCode.USAGE, "xsplice: cannot write standard output: No space left on device\n"));
    }

    @Test
    void aClosedOutputIsTold() throws IOException, InterruptedException {
        assertThat(redirected(">&-", List.of("run", HELLO)))
                .isEqualTo(new Ended(ExitCode.USAGE, "xsplice: cannot write standard output: it is closed\n"));
    }

    /** As {@code | head} does; the program begins to print when it has read its input, and the reader has gone by then. */
    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--events"})
    void aReaderThatHasGoneIsNoError(String option) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(Jdk.mine().command(List.of(), Main.class, List.of("run", option, "-"))).start();
        process.getInputStream().close();
        try (OutputStream in = process.getOutputStream()) {
            in.write("version: 1\nsteps: [list]\n".getBytes(StandardCharsets.UTF_8));
        }
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(new Ended(process.waitFor(), err)).isEqualTo(new Ended(ExitCode.CLOSED_PIPE, ""));
    }

    @Test
    void anotherVerdictStays() throws IOException, InterruptedException {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), BAD);
        assertThat(redirected(">/dev/full", List.of("run", bad.toString())))
                .isEqualTo(new Ended(
                        ExitCode.DIFFERENT, "xsplice: cannot write standard output: No space left on device\n"));
    }

    @Test
    void errorsThatCannotBeToldAreStillErrors() throws IOException, InterruptedException {
        assertThat(redirected("2>/dev/full", List.of("run", "none.yaml")).code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(redirected("2>&-", List.of("run", "--quiet", HELLO)).code()).isEqualTo(ExitCode.OK);
    }
}
