// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.orders.Choice;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.file.ScenarioText;
import org.xsplice.support.Fixtures;

/** That searching is sound: states can be put back, orders replayed, and nothing depends on how it is done. */
class ExploreTests {
    @TempDir
    private Path folder;

    private Scenario hello(String faults, String freedom) {
        return Small.read(folder, Small.text(Small.HELLO, Small.CALL_EXTRA_VERSION, faults, freedom));
    }

    @Test
    void theCommittedScenarioIsExhausted() {
        Path file = Fixtures.path("scenarios/rendezvous-2cpu.yaml");
        ExploreReport report = Small.explore(ScenarioReader.read(file, Overrides.NONE), Small.exhaustive(true), 1);
        assertThat(report.counterexample()).isEmpty();
        assertThat(report.exhausted()).isTrue();
        assertThat(report.states()).isBetween(100L, 10_000L);
        assertThat(report.transitions()).isGreaterThan(report.states());
    }

    /** What a step switches on belongs to the orders in which that step has been done, and to no others. */
    @ParameterizedTest
    @ValueSource(strings = {"wait-queue", "cpu-maps", "payload-lock", "memory-1"})
    void troubleDoesNotLeakIntoOtherOrders(String trouble) {
        Scenario scenario =
                Small.read(folder, """
                version: 1
                steps:
                  - upload: {name: p, file: %s}
                  - apply: p
                    expect: {rc: ok}
                  - key: x
                  - revert: p
                  - trouble: %s
                """.formatted(Fixtures.path("payloads/plain/xen_hello_world.livepatch"), trouble));
        ExploreReport report = Small.explore(scenario, Small.exhaustive(true), 1);
        assertThat(report.counterexample()).isEmpty();
        assertThat(report.exhausted()).isTrue();
    }

    @Test
    void aStateThatIsPutBackGoesOnAsBefore() {
        Small.putBackAndCompare(hello("", "deadlines: true, nmis: 2"), 11);
    }

    @Test
    void anOrderIsReplayedEventByEvent() throws IOException {
        Scenario faulty = hello("no-quiesce", "");
        Counterexample found = Small.explore(faulty, Small.exhaustive(true), 1)
                .counterexample()
                .orElseThrow();
        Path elsewhere = Files.createDirectories(folder.resolve("else/where")).resolve("found.yaml");
        Files.writeString(
                elsewhere,
                ScenarioText.of(folder.resolve("small.yaml"), elsewhere, List.of("A comment"), found.choices()));
        Scenario written = ScenarioReader.read(elsewhere, Overrides.NONE);
        assertThat(written.choices()).contains(found.choices());
        Replay.Result first = Replay.run(written, taken -> {});
        assertThat(first.violation()).contains(found.violation());
        assertThat(first.taken()).isEqualTo(found.choices().choices().size());
        assertThat(Replay.run(written, taken -> {}).events().toString())
                .isEqualTo(first.events().toString());
    }

    @Test
    void pathsLeadWhereTheyLed() throws IOException {
        Path file = folder.resolve("s.yaml");
        Files.createDirectories(folder.resolve("p q"));
        Files.copy(Fixtures.path("payloads/plain/xen_hello_world.livepatch"), folder.resolve("p q/h.livepatch"));
        Files.writeString(file, """
                version: 1
                choices: step
                guest: %s
                steps:
                  - upload: {name: a, file: p q/h.livepatch}
                  - upload: {file: "p q/h.livepatch", name: b}
                  - note: with a quote
                    upload:
                      name: c
                      file: 'p q/../p q/h.livepatch'
                """.formatted(Fixtures.path("guests/plain/xen-syms")));
        Path target = Files.createDirectories(folder.resolve("it's")).resolve("t.yaml");
        Files.writeString(target, ScenarioText.of(file, target, List.of(), ChoiceLog.parse("step*3")));
        Scenario moved = ScenarioReader.read(target, Overrides.NONE);
        assertThat(moved.steps()).hasSize(3);
        assertThat(moved.choices()).contains(ChoiceLog.parse("step*3"));
        assertThat(Files.readString(target))
                .contains("file: '../p q/h.livepatch'")
                .doesNotContain("choices: step");
    }

    @Test
    void aChoiceThatIsNotPossibleIsAnInputError() {
        Scenario scenario =
                Small.read(folder, Small.text(Small.HELLO, Small.CALL_EXTRA_VERSION, "", "") + "choices: step cpu1\n");
        assertThatThrownBy(() -> Replay.run(scenario, taken -> {}))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("choice 2, cpu1, is not possible at this point; expected one of step");
    }

    @Test
    void behindTheEndOfAnOrderAllComesToItsEnd() {
        Scenario scenario =
                Small.read(folder, Small.text(Small.HELLO, Small.CALL_EXTRA_VERSION, "", "") + "choices: step*2\n");
        List<Replay.Taken> all = new ArrayList<>();
        Replay.Result result = Replay.run(scenario, all::add);
        assertThat(result.violation()).isEmpty();
        assertThat(result.given()).isEqualTo(2);
        assertThat(all).hasSizeGreaterThan(20);
        assertThat(all.get(2).given()).isFalse();
        assertThat(all.stream().filter(taken -> taken.choice().kind() == Choice.Kind.STEP))
                .hasSize(3);
    }

    @Test
    void jobsChangeNothing() {
        for (String fault : List.of("", "check-anywhere")) {
            Scenario scenario = Small.read(folder, Small.text(Small.PAIR, Small.CALL_PAIR, fault, ""));
            for (boolean reduction : fault.isEmpty() ? new boolean[] {true, false} : new boolean[] {true}) {
                ExploreReport one = Small.explore(scenario, Small.exhaustive(reduction), 1);
                ExploreReport three = Small.explore(scenario, Small.exhaustive(reduction), 3);
                assertThat(three.states()).isEqualTo(one.states());
                assertThat(three.depth()).isEqualTo(one.depth());
                assertThat(three.exhausted()).isEqualTo(one.exhausted());
                assertThat(three.counterexample()).isEqualTo(one.counterexample());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ExplorePlan.Mode.class,
            names = {"RANDOM", "PCT"})
    void theFirstViolationOfWalksDependsOnTheSeedAlone(ExplorePlan.Mode mode) {
        Scenario scenario = Small.read(folder, Small.text(Small.PAIR, Small.CALL_PAIR, "check-anywhere", ""));
        ExploreReport one = Small.explore(scenario, Small.walks(mode, 5), 1);
        ExploreReport three = Small.explore(scenario, Small.walks(mode, 5), 3);
        assertThat(one.counterexample()).isPresent();
        assertThat(three.counterexample()).isEqualTo(one.counterexample());
        assertThat(one.exhausted()).isFalse();
    }

    @Test
    void walksThatFindNothingSaySo() {
        ExploreReport report = Small.explore(
                hello("", ""), new ExplorePlan(ExplorePlan.Mode.RANDOM, 20, 0, 1, Budget.ofHeap(), true), 2);
        assertThat(report.counterexample()).isEmpty();
        assertThat(report.exhausted()).isFalse();
        assertThat(report.runs()).isEqualTo(20);
        assertThat(report.why()).startsWith("only 20 orders were tried");
    }

    @Test
    void maxStatesEndsTheSearchHonestly() {
        ExploreReport report = Small.explore(hello("", ""), Small.exhaustive(new Budget(50, 1 << 30), true), 1);
        assertThat(report.exhausted()).isFalse();
        assertThat(report.states()).isEqualTo(50);
        assertThat(report.left()).isBetween(1L, 50L);
        assertThat(report.why()).isEqualTo("the limit of 50 states (--max-states) was reached");
    }

    @Test
    void whatCannotBeSteeredIsAnInputError() {
        assertThatThrownBy(() -> Small.explore(
                        Small.read(folder, "version: 1\nsteps:\n  - lp: list\n"), Small.exhaustive(true), 1))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(
                        "3:5: the client (lp) lets time pass by itself, so it cannot be used where orders of events are searched");
        assertThatThrownBy(() -> Small.explore(
                        Small.read(folder, "version: 1\nplane: xen\nsteps:\n  - list\n"), Small.exhaustive(true), 1))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("plane xen cannot run this guest: it has no symbol");
    }
}
