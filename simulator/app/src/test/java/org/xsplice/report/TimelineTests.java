// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.InterruptKind;
import org.xsplice.event.LateCpu;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.support.Fixtures;
import org.xsplice.text.Paper;
import org.xsplice.text.Style;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/** Timelines: what each CPU did, in so many columns, and what is left out. */
class TimelineTests {
    @TempDir
    private Path folder;

    private static List<String> timeline(Path file, int cpus, int width) {
        return timeline(events(file, cpus), cpus, width);
    }

    private static List<Event> events(Path file, int cpus) {
        Scenario scenario = ScenarioReader.read(file, Overrides.NONE.withCpus(cpus));
        return ScenarioRunner.run(scenario, step -> {}).events();
    }

    private static List<String> timeline(List<Event> events, int cpus, int width) {
        List<String> lines = new ArrayList<>();
        Timeline.write(new Paper(Style.PLAIN, width, line -> lines.add(line.toString())), cpus, events);
        return lines;
    }

    private static Path fixture(String name) {
        return Fixtures.path("scenarios").resolve(name + ".yaml");
    }

    @Test
    void oneActionOfTwoCpus() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), """
                        version: 1
                        steps:
                          - upload: {name: hello, file: FIXTURES/payloads/plain/xen_hello_world.livepatch}
                          - wait: 50us
                          - apply: hello
                        """.replace(
                        "FIXTURES", Fixtures.path("").toString()));
        assertThat(timeline(file, 2, 80))
                .containsExactly(
                        "",
                        "   time (us)  sem  CPU 0     CPU 1",
                        "         ...  50 us without an action, 0 changes of activity",
                        "          50   -1  enters    .",
                        "                   - APPLY hello is scheduled, timeout 30000 us",
                        "          51    0  M: CPUs?  enters",
                        "          52    1  M: CPUs?  is here",
                        "          53    1  M: IRQs?  IRQs off",
                        "          54    1  runs      runs",
                        "                   - all CPUs stand still",
                        "                   - 5 bytes of text written at ffff82d040200b20",
                        "                   - APPLY hello ends, rc 0");
    }

    @ParameterizedTest
    @CsvSource({"awkward-cpus, 4", "awkward-cpus, 8", "sweep-stolen, 64", "hello-bye, 64"})
    void noLineIsTooLong(String scenario, int cpus) {
        List<Event> events = events(fixture(scenario), cpus);
        for (int width : new int[] {80, 100}) {
            assertThat(timeline(events, cpus, width))
                    .hasSizeGreaterThan(8)
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void manyCpusHaveALetterEach() {
        List<String> lines = timeline(fixture("hello-bye"), 64, 100);
        assertThat(lines.get(1)).startsWith("Letters: . sleeps, r runs, h hypercall,");
        assertThat(lines).anySatisfy(line -> assertThat(line).endsWith(" Csssssss" + " ssssssss".repeat(7)));
    }

    @Test
    void cpusThatAreAwayAreShownSo() {
        List<Event> events = List.of(
                new Event(
                        VirtualTime.START,
                        0,
                        new EventData.ActionScheduled(ActionCommand.APPLY, "p", Duration.ofMillis(30))),
                new Event(new VirtualTime(1_000), 1, new EventData.CpuStolen(Duration.ofMicros(5))),
                new Event(new VirtualTime(2_000), 0, new EventData.CpuPhase(CpuPhase.MASTER_WAITS_FOR_CPUS, 0)),
                new Event(new VirtualTime(7_000), 1, new EventData.CpuPhase(CpuPhase.SLAVE_WAITS_READY, 1)),
                new Event(new VirtualTime(7_000), 0, new EventData.InterruptLost(InterruptKind.NMI)),
                new Event(new VirtualTime(7_000), 1, new EventData.InterruptLost(InterruptKind.NMI)),
                new Event(new VirtualTime(8_000), 0, new EventData.ActionEnded(ActionCommand.APPLY, "p", 0)));
        assertThat(timeline(events, 2, 80))
                .containsSubsequence(
                        "           1    0  .         away",
                        "           2    0  M: CPUs?  away",
                        "           7    1  M: CPUs?  is here",
                        "                   - an NMI is lost on CPU 0-1");
    }

    @Test
    void lateCpusAreNamedWhenTheTimeIsOver() {
        assertThat(timeline(fixture("timeout"), 2, 80))
                .contains("                   - the time is over, without CPU 1");
        EventData irq = new EventData.RendezvousTimedOut(
                "IRQ",
                List.of(
                        new LateCpu(1, CpuPhase.SLAVE_WAITS_READY, "", true),
                        new LateCpu(2, CpuPhase.SLAVE_WAITS_READY, "", true)));
        List<Event> events = List.of(
                new Event(
                        VirtualTime.START,
                        0,
                        new EventData.ActionScheduled(ActionCommand.APPLY, "p", Duration.ofNanos(1))),
                new Event(new VirtualTime(1_000), 0, irq));
        assertThat(timeline(events, 3, 80))
                .contains("                   - the time is over, interrupts still on at CPU 1-2");
    }

    @Test
    void theMiddleOfLongActionsIsLeftOutAndSaid() {
        List<Event> events = new ArrayList<>();
        events.add(new Event(
                VirtualTime.START, 0, new EventData.ActionScheduled(ActionCommand.APPLY, "p", Duration.ofMillis(30))));
        for (int i = 1; i <= 100; i++) {
            events.add(new Event(
                    new VirtualTime(i * 1000L),
                    1,
                    new EventData.CpuPhase(i % 2 == 1 ? CpuPhase.RUNNING : CpuPhase.HALTED, 0)));
        }
        events.add(new Event(new VirtualTime(200_000), 0, new EventData.ActionEnded(ActionCommand.APPLY, "p", -16)));
        List<String> lines = timeline(events, 2, 80);
        assertThat(lines).contains("         ...  65 us, 64 lines");
        assertThat(lines).contains("         ...  100 us without a change");
        assertThat(lines).endsWith("                   - APPLY p ends, rc -16");
    }

    @Test
    void whereTimeStandsStillEventsAreNumbered() {
        List<Event> events = List.of(
                new Event(VirtualTime.START, 0, new EventData.CpuPhase(CpuPhase.RUNNING, 0)),
                new Event(VirtualTime.START, 1, new EventData.CpuStolen(Duration.ofNanos(1))));
        assertThat(Moments.numbered(events).stream().map(Event::time))
                .containsExactly(VirtualTime.START, new VirtualTime(1000));
    }
}
