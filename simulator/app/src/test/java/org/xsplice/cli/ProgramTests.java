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
import org.xsplice.engine.Engine;
import org.xsplice.engine.MissingEngineException;
import org.xsplice.support.Fixtures;

/** What the program prints and how it ends. */
class ProgramTests {
    private static final String HELLO_BYE =
            Fixtures.path("scenarios/hello-bye.yaml").toString();

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

    private String scenario(String text) throws IOException {
        return Files.writeString(folder.resolve("s.yaml"), text).toString();
    }

    @Test
    void runEndsWithZeroWhereAllIsAsExpected() {
        assertThat(run("run", HELLO_BYE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("xen_extra_version() = \"Bye World!\"")
                .containsPattern("\npassed {2}15 steps, (\\d+) of \\1 expectations met, [^\n]*\n$");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void runCanBeQuietOrTellAll() {
        assertThat(run("run", "--quiet", HELLO_BYE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("passed  15 steps").hasLineCount(1);
        assertThat(run("run", "--events", HELLO_BYE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("us  cpu0   cpu-phase phase=MASTER_WAITS_FOR_CPUS semaphore=0\n");
    }

    @Test
    void runTakesCpusAndSeedFromTheCommandLine() {
        assertThat(run("run", "--cpus", "5", "--seed=9", HELLO_BYE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("machine  5 CPUs, round-robin");
    }

    @Test
    void runTakesThePlaneFromTheCommandLine() {
        assertThat(run("run", "--plane", "xen", HELLO_BYE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("plane    xen: the guest's own code decides");
        assertThat(run("run", "--plane", "both", HELLO_BYE)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("hello-bye.yaml:6:8: plane both cannot run this guest: it has no symbol");
        assertThat(run("run", "--plane", "neither", HELLO_BYE)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("there is no plane 'neither'; use model, xen or both");
    }

    @Test
    void runCanBeStrict() throws IOException {
        String payload =
                Fixtures.path("payloads/plain/xen_hello_world.livepatch").toString();
        String scenario =
                scenario("version: 1\nsteps: [{upload: {name: hello, file: " + payload + "}}, {revert: hello}]\n");
        assertThat(run("run", scenario)).isEqualTo(ExitCode.OK);
        assertThat(run("run", "--strict", scenario)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString())
                .contains(
                        "strict   xsplice refuses what the release accepts to its own harm",
                        "$ revert hello  strict: refused",
                        "  strict: hello is CHECKED, but REVERT needs a payload that is APPLIED (quirk 1)",
                        "  harm:   Xen returns 0 and does nothing");
        assertThat(run("run", "--strict", "--plane", "xen", scenario)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("s.yaml:1:1: strict with plane xen: only the model can refuse");
    }

    @Test
    void anExpectationThatIsNotMetEndsWithOne() throws IOException {
        assertThat(run("run", scenario("version: 1\nsteps: [{apply: nobody}]\n")))
                .isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString()).contains("FAILED " + folder + "/s.yaml:2:9: result of apply nobody");
    }

    @Test
    void inputErrorsEndWithTwo() throws IOException {
        assertThat(run("run", scenario("version: 1\nsteps: [lst, {key: xx}]\n")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith(folder + "/s.yaml:2:"))
                .first()
                .asString()
                .endsWith("did you mean list?");
    }

    @Test
    void aDeathThatWasNotExpectedEndsWithThree() throws IOException {
        String steps = "version: 1\nsteps: [{call: {function: do_console_io, args: [0, 1, 0x1000]}}]\n";
        assertThat(run("run", "--quiet", scenario(steps))).isEqualTo(ExitCode.DIED);
        assertThat(out.toString()).contains("The hypervisor died: ", "(XEN) Panic on CPU 0:", "DIED  1 step");
    }

    @Test
    void badUsageEndsWithTwoAndAHint() {
        assertThat(run("run")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo("xsplice: Missing required parameter: 'FILE'\nTry: xsplice run --help\n");
    }

    @Test
    void unknownWordsEndWithTwoAndAGuess() {
        assertThat(run("rum", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(run("run", "--sead", "1", HELLO_BYE)).isEqualTo(ExitCode.USAGE);
        assertThat(run("run", "--cpus", "0", HELLO_BYE)).isEqualTo(ExitCode.USAGE);
        assertThat(run("run", "--seed", "many", HELLO_BYE)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("xsplice: there is no command \"rum\"; did you mean run?\nTry: xsplice --help\n")
                .contains("xsplice: run has no option --sead; did you mean --seed?\nTry: xsplice run --help\n")
                .contains("xsplice: --cpus must be from 1 to 64, not 0\nTry: xsplice run --help")
                .contains("'many'");
    }

    @Test
    void helpAndVersionEndWithZero() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(run("help", "run")).isEqualTo(ExitCode.OK);
        assertThat(run("doctor", "-h")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: xsplice [-hV] COMMAND", "Usage: xsplice run ", "Exit code:");
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines().reduce("", (a, b) -> b)).startsWith("xsplice ");
    }

    @Test
    void doctorFindsEverythingInOrder() {
        assertThat(run("doctor")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains(
                        "ok       Java ",
                        "ok       Unicorn   2.",
                        "8 CPUs executed code, and after invalidation the code written over it",
                        "ok       Capstone ",
                        "reads e9 fb ff 0f 00 at ffff82d040200000 as jmp 0xffff82d040300000",
                        "ok       Guests    plain, build-id ")
                .endsWith("xsplice can run.\n");
    }

    @Test
    void aMissingEngineEndsWithFourOnlyWhereItIsNeeded() {
        assertThat(new EngineCheck(
                                Engine.KEYSTONE,
                                Finding.Level.WARNING,
                                () -> {
                                    throw new MissingEngineException(Engine.KEYSTONE);
                                },
                                List::of)
                        .run()
                        .level())
                .isEqualTo(Finding.Level.WARNING);
        int code = Failure.report(Output.of(out, err), new MissingEngineException(Engine.UNICORN), List.of());
        assertThat(code).isEqualTo(ExitCode.MISSING);
        assertThat(err.toString()).contains("Unicorn is missing", "`make engines`");
    }

    @Test
    void aBugIsToldWithTheCommandThatShowsItAgain() {
        AssertionError bug = new AssertionError("text should be nop");
        int code = Failure.report(
                Output.of(out, err),
                new SimulatorBug(bug, List.of("run", "my file.yaml", "--cpus", "2", "--seed", "7")),
                List.of());
        assertThat(code).isEqualTo(ExitCode.DIFFERENT);
        assertThat(err.toString())
                .startsWith("xsplice: this is a bug in the simulator: java.lang.AssertionError: text should be nop\n"
                        + "To see it again: ./xsplice run 'my file.yaml' --cpus 2 --seed 7\n");
        assertThat(err.toString()).doesNotContain("\tat ");
    }
}
