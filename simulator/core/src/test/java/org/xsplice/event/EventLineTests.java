// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

class EventLineTests {
    private static final long ADDRESS = 0xffff82d040200b20L;

    static final List<Arguments> LINES = List.of(
            row(new EventData.ConsoleLine("hello \"x\""), "console line=\"hello \\\"x\\\"\""),
            row(new EventData.Remark("a\nb"), "remark text=\"a\\nb\""),
            row(
                    new EventData.OperationStarted("UPLOAD", "hello"),
                    "operation-started operation=UPLOAD payload=\"hello\""),
            row(
                    new EventData.OperationEnded("APPLY", "hello", -16),
                    "operation-ended operation=APPLY payload=\"hello\" rc=-16"),
            row(
                    new EventData.CheckFailed("STATE", "livepatch_action", -22, -1, "applied", "revert", ""),
                    "check-failed check=STATE function=livepatch_action rc=-22 why=\"applied\" mend=\"revert\""),
            row(
                    new EventData.CheckFailed("MAGIC", "livepatch_header_check", -22, 0, "no", "copy", "text"),
                    "check-failed check=MAGIC function=livepatch_header_check rc=-22 at=0x0 why=\"no\" mend=\"copy\" "
                            + "cause=\"text\""),
            row(
                    new EventData.StrictRefused(1, "loops", 0x2f8, "why", "mend"),
                    "strict-refused quirk=1 at=0x2f8 why=\"why\" harm=\"loops\" mend=\"mend\""),
            row(
                    new EventData.TextWritten(
                            ADDRESS, ByteString.ofHex("488d05"), ByteString.ofHex("e9db14"), "apply hello"),
                    "text-written address=ffff82d040200b20 before=488d05 after=e9db14 cause=\"apply hello\""),
            row(
                    new EventData.TextVerified(0x1000, "jmp 0x2000"),
                    "text-verified address=0000000000001000 text=\"jmp 0x2000\""),
            row(
                    new EventData.PayloadChanged("hello", PayloadState.CHECKED, 0),
                    "payload-changed payload=\"hello\" state=CHECKED rc=0"),
            row(
                    new EventData.ActionScheduled(ActionCommand.APPLY, "hello", Duration.ofMillis(30)),
                    "action-scheduled command=APPLY payload=\"hello\" timeout=30ms"),
            row(new EventData.Quiesced(ActionCommand.APPLY, "hello"), "quiesced command=APPLY payload=\"hello\""),
            row(
                    new EventData.RendezvousTimedOut(
                            "CPU",
                            List.of(
                                    new LateCpu(1, CpuPhase.RUNNING, "do_busy+0x5/0x20", true),
                                    new LateCpu(2, CpuPhase.RUNNING, "f+0/0x9 [hello]", false),
                                    new LateCpu(3, CpuPhase.WAKING, "", true))),
                    "rendezvous-timed-out phase=CPU late=cpu1 doing=RUNNING at=do_busy+0x5/0x20 interrupts=on"
                            + " late=cpu2 doing=RUNNING at=\"f+0/0x9 [hello]\" interrupts=off"
                            + " late=cpu3 doing=WAKING at=\"\" interrupts=on"),
            row(
                    new EventData.ActionEnded(ActionCommand.APPLY, "hello", 0),
                    "action-ended command=APPLY payload=\"hello\" rc=0"),
            row(
                    new EventData.HookCalled("hello", ".livepatch.hooks.load", 7),
                    "hook-called payload=\"hello\" section=.livepatch.hooks.load result=7"),
            row(new EventData.CpuPhase(CpuPhase.RUNNING, -1), "cpu-phase phase=RUNNING semaphore=-1"),
            row(new EventData.InterruptSent(1, InterruptKind.TASKLET), "interrupt-sent kind=tasklet to=cpu1"),
            row(new EventData.InterruptTaken(0, InterruptKind.TASKLET), "interrupt-taken kind=tasklet from=cpu0"),
            row(new EventData.InterruptTaken(Event.NO_CPU, InterruptKind.NMI), "interrupt-taken kind=NMI"),
            row(new EventData.InterruptLost(InterruptKind.NMI), "interrupt-lost kind=NMI"),
            row(new EventData.HypercallMade(17), "hypercall-made number=17"),
            row(new EventData.HypercallReturned(-38), "hypercall-returned result=-38"),
            row(new EventData.CpuStolen(Duration.ofNanos(1_500)), "cpu-stolen for=1.5us"),
            row(new EventData.CpuPlugged(false, -16), "cpu-plugged to=offline rc=-16"),
            row(new EventData.GuestCalled("xen_version", 5), "guest-called function=xen_version result=5"),
            row(
                    new EventData.HypervisorDied("BUG", List.of("line 1", "line 2")),
                    "hypervisor-died summary=\"BUG\" report=\"line 1\" report=\"line 2\""));

    private static Arguments row(EventData data, String line) {
        return Arguments.of(data, line);
    }

    @ParameterizedTest
    @FieldSource("LINES")
    void readsLikeThis(EventData data, String line) {
        assertThat(EventLine.of(new Event(new VirtualTime(30_002_017), 3, data)))
                .isEqualTo(" 30.002017ms  cpu3   " + line);
    }

    @Test
    void everyKindHasAFormAndARowHere() {
        List<Class<?>> kinds = Arrays.asList(EventData.class.getPermittedSubclasses());
        assertThat(EventLine.FORMS.stream().<Class<?>>map(EventLine.Form::kind))
                .containsExactlyInAnyOrderElementsOf(kinds);
        assertThat(EventLine.FORMS.stream().map(EventLine.Form::word)).doesNotHaveDuplicates();
        assertThat(LINES.stream().<Class<?>>map(row -> row.get()[0].getClass())).containsAll(kinds);
    }

    @Test
    void theDocumentHasEveryKindAndEveryFieldOfIt() throws IOException {
        String page = Files.readString(Fixtures.path("../docs/traces.md"));
        for (Arguments row : LINES) {
            String[] words =
                    row.get()[1].toString().replaceAll("\"[^\"]*\"", "").split(" ");
            Pattern line = Pattern.compile("(?m)^\\| `" + words[0] + "` \\|(.*)$");
            assertThat(page).as(words[0]).containsPattern(line);
            String about =
                    line.matcher(page).results().findFirst().orElseThrow().group(1);
            assertThat(Stream.of(words)
                            .skip(1)
                            .filter(word -> word.contains("="))
                            .map(word -> word.replaceAll("=.*", "")))
                    .allSatisfy(field -> assertThat(about).as(words[0]).contains("`" + field + "`"));
        }
    }

    @Test
    void eventsOfNoCpuHaveADash() {
        assertThat(EventLine.of(new Event(VirtualTime.START, Event.NO_CPU, new EventData.Remark(""))))
                .isEqualTo("         0ns  -      remark text=\"\"");
    }

    @Test
    void noCharacterIsObeyedByATerminal() {
        String line = EventLine.of(new Event(
                VirtualTime.START, 0, new EventData.GuestCalled("\u001b[2J\r\u009b\u202e\u2028 \ud800 \ue000 ä", 0)));
        assertThat(line).contains("function=\"\\u{1b}[2J\\u{d}\\u{9b}\\u{202e}\\u{2028} \\u{d800} \\u{e000} ä\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "ne-NP", "mr-IN", "my-MM", "bn-BD", "tr-TR", "de-DE"})
    void isTheSameInEveryLocale(String locale) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(locale + "-u-nu-native"));
            for (Arguments row : LINES) {
                readsLikeThis((EventData) row.get()[0], (String) row.get()[1]);
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
