// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.InterruptKind;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.schedule.Doing;

/** What CPUs do over time, beside the steps. */
class ActivityTests {
    private static final String HELLO =
            "  - upload: {name: hello, file: FIXTURES/payloads/plain/xen_hello_world.livepatch}\n";

    @TempDir
    private Path folder;

    private List<Event> events(String activity, String steps) {
        return result(activity, steps).events();
    }

    private ScenarioResult result(String activity, String steps) {
        ScenarioResult result = Scenarios.run(
                folder,
                "version: 1\ncpus: 4\nquantum: 100\nworkload:\n  - {" + activity + "}\nsteps:\n" + HELLO + steps);
        assertThat(Scenarios.differences(result)).isEmpty();
        return result;
    }

    private static List<Long> times(List<Event> events, int cpu, Class<? extends EventData> kind) {
        return events.stream()
                .filter(e -> e.cpu() == cpu && kind.isInstance(e.data()))
                .map(e -> e.time().nanos())
                .toList();
    }

    /** Each takes about as long as it was told, and the guest's code for it is executed. */
    @ParameterizedTest
    @CsvSource({
        "busy, 63",
        "irq-busy, 62",
        "lock-busy, 61",
        "call-extra-version, 60",
        "call-pair, 59",
        "call-slow, 58",
        "waitqueue, 56"
    })
    void eachHypercallTakesAboutAsLongAsItWasTold(String does, int number) {
        List<Event> events = events("cpus: 2, does: %s, for: 200us, phase: 50us".formatted(does), "  - wait: 1ms\n");
        assertThat(events).anySatisfy(e -> {
            assertThat(e.cpu()).isEqualTo(2);
            assertThat(e.data()).isEqualTo(new EventData.HypercallMade(number));
        });
        long made = times(events, 2, EventData.HypercallMade.class).get(0);
        long returned = times(events, 2, EventData.HypercallReturned.class).get(0);
        assertThat(made).isBetween(50_000L, 51_000L);
        assertThat(returned - made).isBetween(198_000L, 202_000L);
    }

    @Test
    void isRepeatedWithItsPeriodAndDoesNotDrift() {
        List<Event> events = events("cpus: 1-2, does: busy, for: 10us, every: 100us, phase: 20us", "  - wait: 995us\n");
        for (int cpu = 1; cpu <= 2; cpu++) {
            List<Long> made = times(events, cpu, EventData.HypercallMade.class);
            assertThat(made).hasSize(10);
            assertThat(made.get(9)).isBetween(920_000L, 920_700L);
        }
        assertThat(times(events, 3, EventData.HypercallMade.class)).isEmpty();
    }

    @Test
    void aBeginningIsLeftOutWhileTheCpuIsStillAtIt() {
        List<Event> events = events("cpus: 1, does: busy, for: 150us, every: 100us", "  - wait: 995us\n");
        assertThat(times(events, 1, EventData.HypercallMade.class)).hasSize(5);
    }

    @Test
    void rangesAreDrawnFromTheSeed() {
        String activity = "cpus: 1-, does: busy, for: 10us-90us, every: 100us-200us, phase: 0us-50us";
        List<Event> events = events(activity, "  - wait: 5ms\n");
        assertThat(events(activity, "  - wait: 5ms\n")).isEqualTo(events);
        List<Long> made = times(events, 1, EventData.HypercallMade.class);
        assertThat(made.size()).isBetween(25, 50);
        assertThat(times(events, 2, EventData.HypercallMade.class)).isNotEqualTo(made);
        assertThat(times(events, 0, EventData.HypercallMade.class)).isEmpty();
    }

    @Test
    void whatACpuDoesDoesNotDependOnTheOthers() {
        String one = "cpus: 1, does: busy, for: 10us-90us, every: 100us-200us";
        List<Long> alone = times(events(one, "  - wait: 3ms\n"), 1, EventData.HypercallMade.class);
        List<Long> beside = times(
                events(one + "}\n  - {cpus: 2-3, does: nmi, every: 50us", "  - wait: 3ms\n"),
                1,
                EventData.HypercallMade.class);
        assertThat(beside).isEqualTo(alone);
    }

    @Test
    void nmisThatComeDuringTheRendezvousAreLost() {
        List<Event> events = events(
                "cpus: 0, does: nmi, every: 50us}\n  - {cpus: 3, does: irq-busy, for: 500us",
                "  - wait: 100us\n  - apply: hello\n  - wait: 200us\n");
        assertThat(times(events, 0, EventData.InterruptLost.class)).hasSizeBetween(7, 9);
        assertThat(times(events, 0, EventData.InterruptTaken.class)).hasSizeGreaterThan(5);
    }

    @Test
    void aCpuGoesOfflineAndComesBack() {
        List<Event> events = events(
                "cpus: 3, does: offline, for: 100us, phase: 50us}\n  - {cpus: 3, does: online, for: 100us, phase: 500us",
                "  - wait: 400us\n  - apply: hello\n  - wait: 1ms\n  - revert: hello\n");
        List<EventData> applied = events.stream()
                .filter(e -> e.cpu() == 0 && e.time().nanos() < 500_000)
                .map(Event::data)
                .filter(EventData.InterruptSent.class::isInstance)
                .toList();
        assertThat(applied).hasSize(3);
        assertThat(events.stream().filter(e -> e.cpu() == 3).map(Event::data))
                .contains(
                        new EventData.CpuPlugged(false, 0),
                        new EventData.CpuPhase(CpuPhase.OFFLINE, 0),
                        new EventData.CpuPlugged(true, 0),
                        new EventData.InterruptTaken(0, InterruptKind.TASKLET));
    }

    @Test
    void inputErrorsAreTold() {
        assertThat(Scenarios.inputErrors(folder, """
                        version: 1
                        cpus: 4
                        workload:
                          - {cpus: 1-4, does: busy, for: 1ms}
                          - {cpus: 3-1, does: buzy, for: 1ms}
                          - {cpus: x, does: nmi, for: 1ms}
                          - {cpus: all, does: busy}
                          - {does: busy, for: 5ms-1ms, evry: 1ms}
                          - busy
                        steps: [list]
                        """))
                .containsExactly(
                        "s.yaml:4:12: found \"1-4\"; expected a CPU, a range (1-7, or 1- for all except CPU 0), or all;"
                                + " there are CPUs 0 to 3",
                        "s.yaml:5:12: found \"3-1\"; expected a CPU, a range (1-7, or 1- for all except CPU 0), or all;"
                                + " there are CPUs 0 to 3",
                        "s.yaml:5:23: there is no \"buzy\"; expected " + Fields.oneOf(Doing.words())
                                + "; did you mean busy?",
                        "s.yaml:6:12: found \"x\"; expected a CPU, a range (1-7, or 1- for all except CPU 0), or all",
                        "s.yaml:6:31: \"for\" does not fit nmi, which takes no time",
                        "s.yaml:7:5: an activity has no key \"for\"; expected a duration, for example 5ms, or a range",
                        "s.yaml:8:5: an activity has no key \"cpus\"; expected a CPU, a range (1-7, or 1- for all"
                                + " except CPU 0), or all",
                        "s.yaml:8:23: found \"5ms-1ms\"; expected a duration or a range, for example 5ms or"
                                + " 1ms-5ms",
                        "s.yaml:8:32: unknown key \"evry\" in an activity; expected cpus, does, for, every or phase;"
                                + " did you mean every?",
                        "s.yaml:9:5: found \"busy\"; expected a mapping with cpus, does, for, every or phase");
    }

    @Test
    void timeStandsStillWhereOrdersAreChosen() {
        assertThat(Scenarios.inputErrors(folder, """
                        version: 1
                        explore: {nmis: 1}
                        workload: [{cpus: 1, does: busy, for: 1ms}]
                        steps: [list]
                        """))
                .containsExactly("s.yaml:3:11: \"workload\" together with \"explore\"; expected no \"workload\","
                        + " since time stands still while orders of events are chosen");
    }
}
