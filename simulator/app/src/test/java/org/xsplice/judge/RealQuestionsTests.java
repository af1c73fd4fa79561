// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xsplice.client.FileReply;
import org.xsplice.client.ToolFiles;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.AnyOperation;
import org.xsplice.scenario.step.Busy;
import org.xsplice.scenario.step.Call;
import org.xsplice.scenario.step.ListPayloads;
import org.xsplice.scenario.step.Look;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.PressKey;
import org.xsplice.scenario.step.ReturnType;
import org.xsplice.scenario.step.Tool;
import org.xsplice.scenario.step.Upload;
import org.xsplice.scenario.step.Wait;
import org.xsplice.text.FilePosition;
import org.xsplice.time.Duration;

/** How steps of scenarios become questions to a real machine. */
class RealQuestionsTests {

    private static RealQuestions questions(Operation... operations) {
        return RealQuestions.of(Stream.of(operations)
                .map(o -> new Step(new FilePosition("f", 1, 1), "", o, List.of()))
                .toList());
    }

    private static Call call(String function) {
        return new Call(function, List.of(), ReturnType.AUTO);
    }

    private static Upload upload(String name, String file, int content) {
        return new Upload(name, file, ByteString.of(new byte[] {(byte) content}));
    }

    @Test
    void plainStepsAreTheClients() {
        RealQuestions questions = questions(
                upload("h", "../a b/h.livepatch", 1),
                new Action(ActionCommand.APPLY, "h", Duration.ZERO, false, true),
                new Action(ActionCommand.APPLY, "h", Duration.ZERO, true, true),
                new Action(ActionCommand.REVERT, "h", Duration.ZERO, false, true),
                new Action(ActionCommand.UNLOAD, "h", Duration.ZERO, false, false),
                new ListPayloads(),
                new PressKey('x'));
        assertThat(questions.errand().steps())
                .containsExactly(
                        List.of("lp", "upload", "h", "/payloads/h.livepatch"),
                        List.of("lp", "apply", "h"),
                        List.of("lp", "apply", "h", "--nodeps"),
                        List.of("lp", "revert", "h"),
                        List.of("lp", "unload", "h"),
                        List.of("lp", "list"),
                        List.of("key", "x"));
        assertThat(questions.errand().payloads()).containsOnlyKeys("h.livepatch");
    }

    @Test
    void whatTheClientCannotSayIsAHypercall() {
        RealQuestions questions = questions(
                new Action(ActionCommand.APPLY, "h", Duration.ofMillis(40), true, true),
                new Action(ActionCommand.REVERT, "h", Duration.ZERO, false, false),
                new Action(ActionCommand.REPLACE, "h", Duration.ofSeconds(10), false, true));
        assertThat(questions.errand().steps())
                .containsExactly(
                        List.of("raw", "apply", "h", "40000000", "1"),
                        List.of("raw", "revert", "h", "0", "0"),
                        List.of("raw", "replace", "h", "4294967295", "0"));
        assertThat(questions.commands().get(1))
                .isEqualTo(new Command.Raw(
                        new Command.Call("revert", Optional.of(ActionCommand.REVERT), "h", Duration.ZERO, 0)));
    }

    @Test
    void versionFunctionsAreLookedAt() {
        assertThat(questions(call("xen_extra_version"), call("xen_minor_version"))
                        .errand()
                        .steps())
                .containsExactly(List.of("look"), List.of("look"));
    }

    @Test
    void othersArePassedOverWithAReason() {
        RealQuestions questions =
                questions(call("printk"), new Busy(0, Duration.ofNanos(1)), new Wait(Duration.ofNanos(1)), new Look());
        assertThat(questions.commands()).isEmpty();
        assertThat(questions.steps())
                .allSatisfy(s -> assertThat(s.remark()).isNotEmpty())
                .extracting(AskedStep::number)
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void everyKindOfStepIsAskedOrHasAReason() {
        Operation[] kinds = AnyOperation.ofEachKind().toArray(Operation[]::new);
        assertThat(questions(kinds).steps())
                .allSatisfy(step -> assertThat(step.command().isPresent())
                        .as(step.operation().commandLine())
                        .isEqualTo(step.remark().isEmpty()));
    }

    @Test
    void filesOfOneNameAreKeptApart() {
        RealQuestions questions =
                questions(upload("a", "x/p", 1), upload("b", "y/p", 2), upload("c", "z/p", 1), upload("d", "w/p", 3));
        assertThat(questions.errand().steps())
                .extracting(words -> words.get(3))
                .containsExactly("/payloads/p", "/payloads/2-p", "/payloads/p", "/payloads/3-p");
        assertThat(questions.errand().payloads().get("2-p")).containsExactly(2);
    }

    @Test
    void clientGetsItsPayloadWhereItIsOnTheMachine() {
        ToolFiles files = path -> new FileReply.Content(new byte[] {4});
        assertThat(questions(
                                new Tool(List.of("upload", "h", "x/p"), files),
                                new Tool(List.of("--force", "upload", "h", "x/p"), files),
                                new Tool(List.of("--force", "load", "x/p"), files),
                                new Tool(List.of("--force"), files))
                        .errand()
                        .steps())
                .containsExactly(
                        List.of("lp", "upload", "h", "/payloads/p"),
                        List.of("lp", "--force", "upload", "h", "/payloads/p"),
                        List.of("lp", "--force", "load", "/payloads/p"),
                        List.of("lp", "--force"));
    }

    @Test
    void namesAreBytes() {
        assertThat(questions(new Action(ActionCommand.APPLY, "\u00fc", Duration.ZERO, false, true))
                        .errand()
                        .steps())
                .containsExactly(List.of("lp", "apply", "\u00c3\u00bc"));
    }
}
