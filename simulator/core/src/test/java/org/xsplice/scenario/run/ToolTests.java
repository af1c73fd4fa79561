// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.client.HostFiles;
import org.xsplice.elf.Elf;
import org.xsplice.profile.Profiles;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.print.Transcript;
import org.xsplice.scenario.step.Tool;
import org.xsplice.support.Fixtures;
import org.xsplice.text.Style;

/** Steps in which the client, xen-livepatch, is run. */
class ToolTests {
    private static final String LOAD = "- lp: load FIXTURES/payloads/plain/xen_hello_world.livepatch\n";

    @TempDir
    private Path folder;

    private String file(String steps) {
        return "version: 1\nsteps:\n" + steps.indent(2);
    }

    private ScenarioResult run(String steps) {
        return Scenarios.run(folder, file(steps));
    }

    private List<String> transcript(String steps) {
        Path path = Scenarios.write(folder, file(steps));
        return Scenarios.transcript(
                ScenarioReader.read(path, Overrides.NONE), Style.PLAIN, Transcript.Detail.STEPS, 80);
    }

    @Test
    void readsWordsAndLines() {
        Path path = Scenarios.write(folder, file("""
                - lp: apply  hello --nodeps
                - lp: [upload, my patch, ""]
                - lp: load ""
                - lp
                """));
        assertThat(ScenarioReader.read(path, Overrides.NONE).steps())
                .extracting(Step::operation)
                .containsExactly(
                        tool("apply", "hello", "--nodeps"), tool("upload", "my patch", ""), tool("load", ""), tool());
        assertThat(tool("upload", "my patch", "").commandLine()).isEqualTo("xen-livepatch upload \"my patch\" \"\"");
    }

    private Tool tool(String... words) {
        return new Tool(List.of(words), new HostFiles(folder));
    }

    @Test
    void rejectsWhatIsNoCommandLine() {
        assertThat(Scenarios.inputErrors(folder, file("""
                        - lp: {list: all}
                        - lp: [apply, [hello]]
                        - lp: "apply \\0"
                        - lp: list
                          expect: {exit: 256, stdout: Nothing, errno: ok}
                        - lp: list
                          expect: {dies: true, exit: 0}
                        """)))
                .containsExactly(
                        "s.yaml:3:9: found a mapping; expected arguments of xen-livepatch: a text, which is split at "
                                + "blanks, or a list of words",
                        "s.yaml:4:17: found a list; expected a word",
                        "s.yaml:5:9: found \"apply \0\"; expected arguments of xen-livepatch: a text, which is split at "
                                + "blanks, or a list of words",
                        "s.yaml:7:20: found \"256\"; expected an exit code from 0 to 255",
                        "s.yaml:7:33: found \"Nothing\"; expected a list of lines; /.../ is a regular expression, and a "
                                + "line of three dots stands for any lines",
                        "s.yaml:7:42: unknown key \"errno\" in the expectations of xen-livepatch; expected strict, exit, stdout, "
                                + "stderr, states, console, hypercall, bytes, disassembly, text or dies",
                        "s.yaml:9:32: \"exit\" together with \"dies\"; expected only one of them: a hypervisor that has died returns nothing");
    }

    @Test
    void mustSucceedUnlessTheFileSaysOtherwise() {
        ScenarioResult result = run("- lp: apply nobody\n- lp: list\n");
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.steps()).hasSize(1);
        assertThat(Scenarios.differences(result))
                .containsExactly("3: exit code of xen-livepatch apply nobody", "- 0", "+ 1");
        assertThat(run("- lp: apply nobody\n  expect: {exit: 1}\n").verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void outputIsExactUnlessTheFileSaysOtherwise() {
        assertThat(run(LOAD + "  expect: {stdout: [..., /^Applying .* completed$/], stderr: []}\n")
                        .verdict())
                .isEqualTo(Verdict.PASSED);
        assertThat(Scenarios.differences(run("- lp: list\n  expect: {stdout: [Nothing], stderr: [Nothing]}\n")))
                .containsExactly(
                        "4: stdout of xen-livepatch list",
                        "- Nothing",
                        "+ Nothing to list",
                        "4: stderr of xen-livepatch list",
                        "- Nothing");
    }

    @Test
    void transcriptsShowWhatTheUserSees() {
        assertThat(transcript("- lp: apply nobody\n  expect: {exit: 1}\n"))
                .containsSubsequence(
                        "$ xen-livepatch apply nobody  exit 1, as expected",
                        "  Failed to get status of nobody.",
                        "  Error 2: No such file or directory",
                        "  why:  no payload is called nobody (find_payload)");
        assertThat(transcript("- lp: load \"\"\n  expect: {exit: 139}\n"))
                .contains("$ xen-livepatch load \"\"  killed by signal 11, exit 139, as expected");
    }

    @Test
    void aPayloadThatIsGoneAsItShouldIsNoRefusal() {
        assertThat(transcript(LOAD + "- lp: revert xen_hello_world\n- lp: unload xen_hello_world\n"))
                .contains("  Unloading xen_hello_world... completed")
                .noneMatch(line -> line.contains("why:"));
    }

    @Test
    void theHypervisorMayDieUnderIt() throws IOException {
        Files.write(folder.resolve("deadly.livepatch"), withoutStrings());
        String step = "- lp: upload deadly deadly.livepatch\n";
        assertThat(run(step).verdict()).isEqualTo(Verdict.DIED);
        ScenarioResult expected =
                run(step + "  expect: {dies: PAGE FAULT, stdout: [\"Uploading deadly.livepatch... \"]}");
        assertThat(Scenarios.differences(expected)).isEmpty();
        assertThat(expected.verdict()).isEqualTo(Verdict.PASSED);
    }

    /** Lets a payload's symbol table name no string table, which the hypervisor reads all the same. */
    private static byte[] withoutStrings() {
        byte[] payload = Fixtures.payload("plain", "xen_hello_world", Profiles.XEN_4_17);
        ByteBuffer file = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        int headers = (int) file.getLong(40);
        for (int i = 0; i < file.getShort(60); i++) {
            int header = headers + i * 64;
            if (file.getInt(header + 4) == Elf.SHT_SYMTAB) {
                file.putInt(header + 40, 0);
            }
        }
        return payload;
    }
}
