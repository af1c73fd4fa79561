// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.orders.Freedom;
import org.xsplice.profile.Profiles;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.expect.ExpectErrno;
import org.xsplice.scenario.expect.ExpectRc;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Busy;
import org.xsplice.scenario.step.Call;
import org.xsplice.scenario.step.Hypercall;
import org.xsplice.scenario.step.ListPayloads;
import org.xsplice.scenario.step.Look;
import org.xsplice.scenario.step.PressKey;
import org.xsplice.scenario.step.ReturnType;
import org.xsplice.scenario.step.Wait;
import org.xsplice.schedule.ProtocolFault;
import org.xsplice.text.FilePosition;
import org.xsplice.time.Duration;

/** What a scenario file says. */
class ScenarioReaderTests {
    @TempDir
    private Path folder;

    private Scenario read(String text) {
        return ScenarioReader.read(Scenarios.write(folder, text), Overrides.NONE);
    }

    @Test
    void fillsInWhatIsNotThere() {
        Scenario scenario = read("""
                version: 1
                steps: [list]
                """);
        assertThat(scenario.title()).isEqualTo("s.yaml");
        assertThat(scenario.guest().name()).isEqualTo("embedded");
        assertThat(scenario.profile()).isSameAs(Profiles.XEN_4_17);
        assertThat(scenario.cpus()).isEqualTo(2);
        assertThat(scenario.seed()).isEqualTo(1);
        assertThat(scenario.schedule()).isEqualTo(Schedule.ROUND_ROBIN);
        assertThat(scenario.quantum()).isEqualTo(1000);
        assertThat(scenario.steps()).hasSize(1);
        assertThat(scenario.steps().get(0).operation()).isEqualTo(new ListPayloads());
    }

    @Test
    void readsTheHead() {
        Scenario scenario = read("""
                version: 1
                title: A title
                guest: FIXTURES/guests/endbr/xen-syms
                profile: xsplice-2016
                build: release
                cpus: 3
                seed: -7
                schedule: random
                quantum: 50
                steps: [list]
                """);
        assertThat(scenario.title()).isEqualTo("A title");
        assertThat(scenario.guest().image().symbols().find("xen_extra_version")).isPresent();
        assertThat(scenario.profile().name()).isEqualTo("xsplice-2016");
        assertThat(scenario.profile().debugBuild()).isFalse();
        assertThat(scenario.cpus()).isEqualTo(3);
        assertThat(scenario.seed()).isEqualTo(-7);
        assertThat(scenario.schedule()).isEqualTo(Schedule.RANDOM);
        assertThat(scenario.quantum()).isEqualTo(50);
    }

    @Test
    void overridesTakeTheFilesPlace() {
        Path file = Scenarios.write(folder, """
                version: 1
                cpus: 1
                steps:
                  - busy: {cpu: 7, for: 1ms}
                """);
        Scenario scenario =
                ScenarioReader.read(file, Overrides.NONE.withCpus(8).withSeed(5).withSchedule(Schedule.RANDOM));
        assertThat(scenario.cpus()).isEqualTo(8);
        assertThat(scenario.seed()).isEqualTo(5);
        assertThat(scenario.schedule()).isEqualTo(Schedule.RANDOM);
    }

    @Test
    void readsEveryOperation() {
        Scenario scenario = read("""
                version: 1
                steps:
                  - apply: a
                  - apply: {name: a, timeout: 250us, nodeps: true, wait: false}
                  - revert: a
                  - replace: {name: a, timeout: 1s}
                  - unload: {name: a}
                  - key: x
                  - call: xen_extra_version
                  - call: {function: do_busy, args: [1, 0xffff82d040200000, -2], returns: long}
                  - busy: {cpu: 1, for: 3ms}
                  - hypercall: {cpu: 0, number: 17, args: [0, 0]}
                  - wait: 5ns
                  - expect: {states: {a: absent}}
                """);
        assertThat(scenario.steps().stream().map(Step::operation))
                .containsExactly(
                        new Action(ActionCommand.APPLY, "a", Duration.ZERO, false, true),
                        new Action(ActionCommand.APPLY, "a", Duration.ofMicros(250), true, false),
                        new Action(ActionCommand.REVERT, "a", Duration.ZERO, false, true),
                        new Action(ActionCommand.REPLACE, "a", Duration.ofSeconds(1), false, true),
                        new Action(ActionCommand.UNLOAD, "a", Duration.ZERO, false, false),
                        new PressKey('x'),
                        new Call("xen_extra_version", List.of(), ReturnType.AUTO),
                        new Call("do_busy", List.of(1L, 0xffff82d040200000L, -2L), ReturnType.LONG),
                        new Busy(1, Duration.ofMillis(3)),
                        new Hypercall(0, 17, List.of(0L, 0L)),
                        new Wait(Duration.ofNanos(5)),
                        new Look());
    }

    @Test
    void successGoesWithoutSaying() {
        Scenario scenario = read("""
                version: 1
                steps:
                  - apply: a
                  - apply: {name: a, wait: false}
                  - apply: a
                    expect: {errno: ENOENT}
                  - revert: a
                    expect: {errno: 0, rc: -16}
                """);
        FilePosition first = scenario.steps().get(0).place();
        assertThat(scenario.steps().get(0).expectations())
                .containsExactly(new ExpectErrno(first, 0, true), new ExpectRc(first, 0, true));
        assertThat(scenario.steps().get(1).expectations()).hasSize(1);
        assertThat(scenario.steps().get(2).expectations())
                .singleElement()
                .satisfies(e -> assertThat(e).extracting("rc", "implied").containsExactly(Errno.ENOENT.rc(), false));
        assertThat(scenario.steps().get(3).expectations()).extracting("rc").containsExactly(0, -16);
    }

    @Test
    void placesCountFromOne() {
        Scenario scenario = read("""
                version: 1
                steps:
                  - list
                  - note: second
                    list:
                """);
        assertThat(scenario.steps()).extracting(s -> s.place().line()).containsExactly(3, 4);
        assertThat(scenario.steps()).extracting(s -> s.place().column()).containsExactly(5, 5);
        assertThat(scenario.steps().get(1).note()).isEqualTo("second");
    }

    @Test
    void readsWhatIsSaidOfOrders() {
        Scenario scenario = read("""
                version: 1
                faults: [no-flush, ready-before-reset]
                explore: {deadlines: true, nmis: 2, lag: true, any-cpu: true}
                choices: [step cpu0*2, cpu1 deadline]
                steps: [list]
                """);
        assertThat(scenario.faults())
                .containsExactlyInAnyOrder(ProtocolFault.NO_FLUSH, ProtocolFault.READY_BEFORE_RESET);
        assertThat(scenario.freedom()).isEqualTo(new Freedom(true, 2, true, false, true));
        assertThat(scenario.choices()).contains(ChoiceLog.parse("step cpu0 cpu0 cpu1 deadline"));
        Scenario other = read("version: 1\nchoices: step cpu0\nsteps: [list]\n");
        assertThat(other.faults()).isEmpty();
        assertThat(other.freedom()).isEqualTo(Freedom.NONE);
        assertThat(other.choices()).contains(ChoiceLog.parse("step cpu0"));
    }
}
