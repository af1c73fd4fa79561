// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.plane.Flaw;
import org.xsplice.plane.SysctlCall;
import org.xsplice.plane.Trouble;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Call;
import org.xsplice.scenario.step.CauseTrouble;
import org.xsplice.scenario.step.ListPayloads;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.PressKey;
import org.xsplice.scenario.step.ReturnType;
import org.xsplice.scenario.step.Sysctl;
import org.xsplice.scenario.step.Upload;
import org.xsplice.scenario.step.Wait;
import org.xsplice.time.Duration;

/** What is written is what is read. */
class ScenarioSourceTests {
    @TempDir
    private Path folder;

    @Test
    void everyOperationComesBack() throws IOException {
        Files.write(folder.resolve("p.livepatch"), new byte[] {1, 2, 3});
        List<Operation> operations = List.of(
                new Upload("a \"quoted\" \\ name: é", "p.livepatch", ByteString.of(new byte[] {1, 2, 3})),
                new Action(ActionCommand.APPLY, "a", Duration.ofNanos(1), true, false),
                new Action(ActionCommand.REVERT, "a", Duration.ZERO, false, true),
                new Action(ActionCommand.REPLACE, "a", Duration.ofMillis(4), false, true),
                new Action(ActionCommand.UNLOAD, "#a", Duration.ZERO, false, false),
                new ListPayloads(),
                new PressKey('x'),
                new Call("xen_minor_version", List.of(1L, -1L), ReturnType.INT),
                new Sysctl(new SysctlCall(SysctlCall.GET, "a", 0, 0, 0, 0, 0, Set.of())),
                new Sysctl(new SysctlCall(SysctlCall.LIST, "", 0, 0, -1, 1024, 0, Set.of(Flaw.NAMES_FAULT, Flaw.PAD))),
                new Sysctl(new SysctlCall(SysctlCall.UPLOAD, "a", 0, 0, 0, 0, 5000, Set.of(Flaw.PAYLOAD_IN_XEN))),
                new Sysctl(new SysctlCall(SysctlCall.ACTION, "a", -1, 3, 0, 0, 0, Set.of(Flaw.COMMAND_PAD))),
                new Sysctl(new SysctlCall(-1, "a", 0, 0, 0, 0, 0, Set.of())),
                new CauseTrouble(new Trouble(Trouble.Kind.MEMORY, 7)),
                new CauseTrouble(Trouble.of(Trouble.Kind.WAIT_QUEUE)),
                new Wait(Duration.ofMillis(5)));
        ScenarioSource source = new ScenarioSource()
                .comment(List.of("./xsplice run", ""))
                .head("version", 1)
                .headText("title", "all: of them")
                .steps();
        operations.forEach(operation -> source.step(operation, Map.of()));
        Scenario read =
                ScenarioReader.read(Files.writeString(folder.resolve("s.yaml"), source.toString()), Overrides.NONE);
        assertThat(read.title()).isEqualTo("all: of them");
        assertThat(read.steps()).extracting(Step::operation).containsExactlyElementsOf(operations);
    }

    @Test
    void expectationsAreWritten() throws IOException {
        Files.write(folder.resolve("p.livepatch"), new byte[] {1, 2, 3});
        String text = new ScenarioSource()
                .head("version", 1)
                .steps()
                .step(new Upload("a", "p.livepatch", ByteString.of()), Map.of("errno", "-22"))
                .toString();
        Scenario read = ScenarioReader.read(Files.writeString(folder.resolve("s.yaml"), text), Overrides.NONE);
        assertThat(ScenarioRunner.run(read, step -> {}).verdict()).isEqualTo(Verdict.PASSED);
    }
}
