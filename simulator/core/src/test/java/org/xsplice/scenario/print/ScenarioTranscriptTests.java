// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.scenario.Golden;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.run.ScenarioFixturesTests;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.scenario.run.StepResult;
import org.xsplice.support.Fixtures;
import org.xsplice.text.Paper;
import org.xsplice.text.Style;

class ScenarioTranscriptTests {
    private static final String ESCAPE = "\u001b";

    @TempDir
    private Path folder;

    private static Scenario fixture(String name) {
        return ScenarioReader.read(Fixtures.path("scenarios").resolve(name), Overrides.NONE);
    }

    private List<String> transcript(String steps, Transcript.Detail detail) {
        Path file = Scenarios.write(folder, Scenarios.HELLO_AND_BYE + steps.indent(2));
        return Scenarios.transcript(ScenarioReader.read(file, Overrides.NONE), Style.PLAIN, detail, 80).stream()
                .map(line ->
                        line.replace(folder + "/", "").replace(Fixtures.path("").toString(), "FIXTURES"))
                .toList();
    }

    @Test
    void helloByeReadsAsItDid() throws IOException {
        Golden.compare(
                "hello-bye.txt",
                Scenarios.transcript(fixture("hello-bye.yaml"), Style.PLAIN, Transcript.Detail.STEPS, 80));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100})
    void noLineIsTooLong(int width) throws IOException {
        for (Path file : ScenarioFixturesTests.files()) {
            Scenario scenario = ScenarioReader.read(file, Overrides.NONE);
            assertThat(Scenarios.transcript(scenario, Style.PLAIN, Transcript.Detail.STEPS, width))
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void coloursAddNothingButColours() {
        Scenario scenario = fixture("replace.yaml");
        List<String> plain = Scenarios.transcript(scenario, Style.PLAIN, Transcript.Detail.STEPS, 80);
        List<String> colour = Scenarios.transcript(scenario, Style.COLOUR, Transcript.Detail.STEPS, 80);
        assertThat(plain).noneMatch(line -> line.contains(ESCAPE));
        assertThat(colour).anyMatch(line -> line.contains(ESCAPE));
        assertThat(colour.stream().map(line -> line.replaceAll(ESCAPE + "\\[[\\d;]+m", "")))
                .containsExactlyElementsOf(plain.stream()
                        .filter(line -> !line.matches("[ ^]*\\^\\^[ ^]*"))
                        .toList());
    }

    @Test
    void expectationsThatWereNotMetAreShownInFull() {
        assertThat(transcript("""
                        - apply: hello
                          expect:
                            state: CHECKED
                            console:
                              - "livepatch: hello: Verifying enabled expectations for all functions"
                              - "livepatch: hello: Applying 2 functions"
                              - "livepatch: hello finished APPLY with rc=0"
                        - list
                        """, Transcript.Detail.VERDICT))
                .containsExactly(
                        "",
                        "$ apply hello  ok after 5us",
                        "  (XEN) livepatch: hello: Verifying enabled expectations for all functions",
                        "  (XEN) livepatch: hello: Applying 1 functions",
                        "  (XEN) livepatch: hello finished APPLY with rc=0",
                        "  xen_extra_version at ffff82d040200b20, changed by apply hello:",
                        "    before    48 8d 05 b1 07 00 00      lea rax, [rip + 0x7b1]",
                        "              c3                        ret",
                        "    after   > e9 db 14 09 00            jmp 0xffff82d040292000",
                        "              ^^ ^^ ^^ ^^ ^^",
                        "              00 00 c3                  (not reached)",
                        "  payload  state    rc",
                        "  hello    APPLIED  ok",
                        "  bye      CHECKED  ok",
                        "  FAILED s.yaml:7:14: state of hello",
                        "    expected  CHECKED",
                        "    actual    APPLIED",
                        "  FAILED s.yaml:9:9: console",
                        "    (- expected, + actual)",
                        "      livepatch: hello: Verifying enabled expectations for all functions",
                        "    - livepatch: hello: Applying 2 functions",
                        "    + livepatch: hello: Applying 1 functions",
                        "      livepatch: hello finished APPLY with rc=0",
                        "FAILED  3 steps, 4 of 6 expectations met, 5us of virtual time",
                        "        1 step not run");
    }

    @Test
    void whatIsGoodIsKeptQuietWhenAskedTo() {
        assertThat(transcript("", Transcript.Detail.VERDICT))
                .containsExactly("passed  2 steps, 2 of 2 expectations met, 0ns of virtual time");
    }

    @Test
    void aNameThatIsNotLoadedLeadsToTheOneThatWasMeant() {
        String steps = """
                - apply: helo
                  expect: {errno: ENOENT}
                - unload: by
                  expect: {errno: ENOENT}
                - revert: nothing_like_it
                  expect: {errno: ENOENT}
                - lp: apply hell
                  expect: {exit: 1}
                """;
        assertThat(transcript(steps, Transcript.Detail.STEPS))
                .containsSubsequence(
                        "  why:  no payload is called helo (find_payload)",
                        "  mend: did you mean hello? Otherwise upload it first",
                        "  mend: did you mean bye? Otherwise upload it first",
                        "  mend: upload it first, or check the spelling",
                        "  Failed to get status of hell.",
                        "  Error 2: No such file or directory",
                        "  mend: did you mean hello? Otherwise upload it first");
    }

    /** The hypervisor is not asked, and cannot tell why. */
    @Test
    void aNameThatTheLibraryRefusesIsExplained() {
        String name = "n".repeat(128);
        assertThat(transcript("- lp: [apply, " + name + "]\n  expect: {exit: 1}\n", Transcript.Detail.STEPS))
                .containsSubsequence(
                        "  Error 22: Invalid argument",
                        "  why:  the name has 128 characters, and its NUL does not fit any more (libxc,",
                        "        which asks the hypervisor nothing)",
                        "  mend: use a name, for load a file name before its dot, of at most 127",
                        "        characters");
        assertThat(transcript(
                        "- lp: [apply, " + name.substring(1) + "]\n  expect: {exit: 1}\n", Transcript.Detail.STEPS))
                .noneMatch(line -> line.contains("libxc"));
    }

    @Test
    void theCauseOfARefusalComesBeforeTheReason() throws IOException {
        Files.writeString(folder.resolve("notes.livepatch"), "Some notes.\n");
        assertThat(transcript(
                        "- upload: {name: notes, file: notes.livepatch}\n  expect: {errno: EINVAL}\n",
                        Transcript.Detail.STEPS))
                .containsSubsequence("  cause: this is text, not a payload", "  mend: give the .livepatch file");
    }

    /** Xen's own code says no more than ENOENT. */
    @Test
    void aNameThatIsNotLoadedLeadsToTheOneThatWasMeantOnEveryPlane() {
        Path file = Scenarios.write(folder, Scenarios.HELLO_AND_BYE + "  - apply: helo\n");
        List<StepResult> results = ScenarioRunner.run(ScenarioReader.read(file, Overrides.NONE), step -> {})
                .steps();
        StepResult known = results.get(results.size() - 1);
        StepResult silent = new StepResult(
                known.number(),
                known.step(),
                known.reply(),
                known.start(),
                known.end(),
                List.of(),
                known.payloads(),
                false,
                List.of(),
                known.checks(),
                Optional.empty());
        List<String> lines = new ArrayList<>();
        new StepWriter(new Paper(Style.PLAIN, 80, line -> lines.add(line.toString())), silent, new Lateness())
                .write(false);
        assertThat(lines)
                .startsWith("$ apply helo  -ENOENT (No such file or directory)", "  mend: did you mean hello?");
    }

    @Test
    void aStepThatOnlyExpectsIsNotPrintedWhereAllIsAsExpected() {
        String look = "- expect: {text: original}\n";
        List<String> without = transcript("- list\n", Transcript.Detail.STEPS);
        assertThat(transcript(look + look + "- list\n" + look, Transcript.Detail.STEPS).stream()
                        .filter(line -> !line.startsWith("passed")))
                .containsExactlyElementsOf(without.stream()
                        .filter(line -> !line.startsWith("passed"))
                        .toList());
        assertThat(transcript("- note: Look\n  expect: {text: original}\n", Transcript.Detail.STEPS))
                .containsSubsequence("", "# Look", "");
        assertThat(transcript("- expect: {text: patched}\n", Transcript.Detail.STEPS))
                .containsSubsequence("", "  FAILED s.yaml:5:20: the hypervisor's text");
    }

    @Test
    void aRefusalIsExplainedWithoutRepeatingTheConsole() {
        assertThat(transcript("""
                        - upload: {name: other, file: FIXTURES/payloads/plain/xen_nop.xsplice}
                          expect: {errno: EINVAL}
                        """, Transcript.Detail.STEPS))
                .containsSubsequence(
                        "  (XEN) livepatch: other: .livepatch.depends is missing",
                        "  why:  refused by check_special_sections, at 0x2f8 of the file");
    }

    @Test
    void aPayloadOfTheOtherDialectIsRecognized() throws IOException {
        assertThat(transcript("""
                        - upload: {name: other, file: FIXTURES/payloads/plain/xen_nop.xsplice}
                          expect: {errno: EINVAL}
                        """, Transcript.Detail.STEPS))
                .containsSubsequence(
                        "  mend: use profile: xsplice-2016, since the payload is in its dialect (it has",
                        "        .xsplice.funcs), or build it for xen-4.17");
        Path file = Scenarios.write(folder, """
                version: 1
                profile: xsplice-2016
                steps:
                  - upload: {name: other, file: FIXTURES/payloads/plain/xen_nop.livepatch}
                    expect: {errno: EINVAL}
                """);
        assertThat(Scenarios.transcript(
                        ScenarioReader.read(file, Overrides.NONE), Style.PLAIN, Transcript.Detail.STEPS, 80))
                .contains("  mend: use profile: xen-4.17, since the payload is in its dialect (it has");
    }

    @Test
    void aDeathIsReportedAsTheHypervisorWould() {
        assertThat(transcript("- call: {function: do_console_io, args: [0, 1, 0x1000]}\n", Transcript.Detail.VERDICT))
                .startsWith("", "$ call do_console_io 0 1 0x1000  the hypervisor died")
                .contains("  (XEN) Panic on CPU 0:", "  (XEN) FATAL PAGE FAULT")
                .endsWith("DIED  3 steps, 2 of 2 expectations met, 0ns of virtual time");
    }

    @Test
    void whatStaysPatchedIsNamed() {
        assertThat(transcript("- apply: hello\n", Transcript.Detail.STEPS))
                .contains("The hypervisor's text is patched: xen_extra_version (5 bytes)");
        assertThat(transcript("", Transcript.Detail.STEPS)).contains("The hypervisor's text was never written.");
    }

    @Test
    void eventsAreShownWithTimeAndCpu() {
        assertThat(transcript("- apply: hello\n", Transcript.Detail.EVENTS))
                .anyMatch(line -> line.matches(" +\\d+us {2}cpu0 {3}cpu-phase phase=ENTERED semaphore=-1"))
                .anyMatch(line -> line.matches(" +0ns {2}- {6}operation-started operation=APPLY payload=\"hello\""));
    }

    @Test
    void longCommandsAndNamesAreBroken() {
        String name = "n".repeat(127);
        assertThat(transcript("""
                        - upload: {name: NAME, file: FIXTURES/payloads/plain/xen_nop.livepatch}
                        """.replace("NAME", name), Transcript.Detail.STEPS))
                .contains("  " + "n".repeat(37) + "...  CHECKED  ok");
    }
}
