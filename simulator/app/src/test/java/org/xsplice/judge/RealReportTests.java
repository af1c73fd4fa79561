// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xsplice.event.ActionCommand;
import org.xsplice.real.Accelerator;
import org.xsplice.real.Account;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Call;
import org.xsplice.scenario.step.PressKey;
import org.xsplice.scenario.step.ReturnType;
import org.xsplice.scenario.step.Wait;
import org.xsplice.time.Duration;

/** How two hypervisors are compared, and how it is told. */
class RealReportTests {
    private static final int WIDTH = 100;
    private static final AskedStep APPLY = AskedStep.asked(
            1,
            new Action(ActionCommand.APPLY, "h", Duration.ZERO, false, true),
            new Command.Tool(List.of("apply", "h")));
    private static final AskedStep VERSION =
            AskedStep.asked(2, new Call("xen_extra_version", List.of(), ReturnType.AUTO), new Command.Look());
    private static final AskedStep KEY = AskedStep.asked(1, new PressKey('h'), new Command.Key("h"));
    private static final AskedStep DUMP = AskedStep.asked(1, new PressKey('x'), new Command.Key("x"));
    private static final String APPLIED =
            "{'exit': 0, 'stderr': '', 'states': [{'name': 'h', 'state': 'APPLIED', 'rc': 0}], 'xen_log': ['a', 'b']}";
    private static final List<String> PAGE_FAULT = List.of(
            "(XEN) RIP:    e008:[<ffff82d0405d1092>] hi_func+0x22/0x22 [m]",
            "(XEN) Faulting linear address: 0000000000000010",
            "(XEN) Panic on CPU 0:",
            "(XEN) FATAL PAGE FAULT");

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Side survived(String text) {
        return new Side.Survived(json(text));
    }

    private static Account account(Optional<List<String>> death, String... steps) {
        return new Account(Stream.of(steps).map(RealReportTests::json).toList(), death, Accelerator.TCG, 12.3);
    }

    private static Side died(List<String> console) {
        return new Side.Died(DeathReport.ofConsole(console));
    }

    @Test
    void agreement() {
        RealReport report = RealReport.of(
                List.of(APPLY, VERSION, AskedStep.passedOver(3, new Wait(Duration.ofMicros(1)), "no need")),
                List.of(survived(APPLIED), survived("{'xen_extra': 'Hello'}")),
                account(Optional.empty(), APPLIED, "{'xen_extra': 'Hello'}"));
        assertThat(report.same()).isTrue();
        assertThat(report.lines(WIDTH))
                .containsExactly(
                        "step                      simulated    real         same?",
                        "1 apply h                 ok, APPLIED  ok, APPLIED  same",
                        "2 call xen_extra_version  \"Hello\"      \"Hello\"      same",
                        "3 wait 1us                -            -            skipped",
                        "",
                        "skipped: step 3 wait 1us: no need",
                        "",
                        "same  all 2 steps compared agree (tcg, 12 s)");
    }

    @Test
    void differencesAreToldInFull() {
        String other = "{'exit': 2, 'stderr': 'Error 16: Device busy\\n', 'states': [], 'xen_log': ['a', 'c', 'b']}";
        RealReport report = RealReport.of(List.of(APPLY), List.of(survived(APPLIED)), account(Optional.empty(), other));
        assertThat(report.same()).isFalse();
        assertThat(report.lines(WIDTH))
                .containsExactly(
                        "step       simulated    real                 same?",
                        "1 apply h  ok, APPLIED  exit 2, Device busy  DIFFERENT",
                        "",
                        "step 1 apply h (- simulated, + real)",
                        "  exit",
                        "    - 0",
                        "    + 2",
                        "  stderr",
                        "    + Error 16: Device busy",
                        "  states",
                        "    - {\"name\":\"h\",\"state\":\"APPLIED\",\"rc\":0}",
                        "  xen_log",
                        "      a",
                        "    + c",
                        "      b",
                        "",
                        "DIFFERENT  1 of 1 steps compared (tcg, 12 s)");
    }

    @Test
    void fieldThatOnlyOneHasIsADifference() {
        assertThat(ComparedStep.of(APPLY, survived("{'exit': 0}"), survived("{}"))
                        .differences())
                .containsExactly(new FieldDifference("exit", List.of("0"), List.of()));
    }

    @Test
    void sameDeathAgrees() {
        RealReport report = RealReport.of(
                List.of(APPLY, VERSION),
                List.of(died(PAGE_FAULT), new Side.NotReached()),
                account(Optional.of(PAGE_FAULT)));
        assertThat(report.same()).isTrue();
        assertThat(report.lines(WIDTH))
                .contains(
                        "both died in step 1 apply h: FATAL PAGE FAULT at 0000000000000010 in hi_func",
                        "same  all 1 steps compared agree (tcg, 12 s)")
                .anyMatch(line -> line.startsWith("2 call xen_extra_version  not reached"));
    }

    @Test
    void anotherDeathDiffers() {
        List<String> elsewhere =
                PAGE_FAULT.stream().map(l -> l.replace("hi_func", "check_fnc")).toList();
        assertThat(ComparedStep.of(APPLY, died(PAGE_FAULT), died(elsewhere)).differences())
                .containsExactly(new FieldDifference("death function", List.of("hi_func"), List.of("check_fnc")));
    }

    @Test
    void deathOfOneDiffers() {
        assertThat(ComparedStep.of(APPLY, died(PAGE_FAULT), survived(APPLIED)).differences())
                .containsExactly(new FieldDifference(
                        "life", List.of("died: FATAL PAGE FAULT at 0000000000000010 in hi_func"), List.of("lives")));
        assertThat(ComparedStep.of(VERSION, new Side.NotReached(), survived("{}"))
                        .same())
                .isFalse();
    }

    @Test
    void silenceIsAnEndlessLoop() {
        List<Side> sides = RealSide.of(account(Optional.of(List.of("(XEN) Xen version"))), 1);
        assertThat(SideSummary.of(APPLY, sides.get(0))).isEqualTo("died: ENDLESS LOOP");
    }

    @Test
    void onlyTheDumpOfLivePatchesIsCompared() {
        assertThat(ComparedStep.of(KEY, survived("{'xen_log': []}"), survived("{'xen_log': ['time']}"))
                        .same())
                .isTrue();
        assertThat(ComparedStep.of(DUMP, survived("{'xen_log': []}"), survived("{'xen_log': ['time']}"))
                        .same())
                .isFalse();
        assertThat(SideSummary.of(DUMP, survived("{'xen_log': ['time']}"))).isEqualTo("1 console line");
    }

    @Test
    void realMachineThatAloneWasLateIsKnown() {
        String late = "{'xen_log': ['(XEN) livepatch: h: Timed out on semaphore in CPU quiesce phase 1/2']}";
        Side punctual = survived("{'xen_log': ['a']}");
        List<AskedStep> steps = List.of(APPLY);
        assertThat(RealReport.of(steps, List.of(punctual), account(Optional.empty(), late))
                        .realOneWasLate())
                .isTrue();
        assertThat(RealReport.of(steps, List.of(survived(late)), account(Optional.empty(), late))
                        .realOneWasLate())
                .isFalse();
        assertThat(RealReport.of(steps, List.of(punctual), account(Optional.empty(), "{'xen_log': ['b']}"))
                        .realOneWasLate())
                .isFalse();
    }
}
