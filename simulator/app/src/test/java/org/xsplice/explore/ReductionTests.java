// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.scenario.Scenario;
import org.xsplice.support.Engines;
import org.xsplice.support.Fixtures;

/** With the reduction fewer states are seen, and everything ends as it does without. */
class ReductionTests {
    private static final String STEPS = """
            version: 1
            cpus: %d
            faults: [%s]
            explore: {%s}
            steps:
              - upload: {name: p, file: %s}
            %s
            """;

    @TempDir
    private Path folder;

    static List<Arguments> scenarios() {
        String overlapping = """
              - hypercall: {cpu: 1, number: 59, args: [1]}
              - apply: p
              - revert: p
            """;
        String once = """
              - hypercall: {cpu: 1, number: 17, args: [0]}
              - apply: p
            """;
        String unwaited = """
              - hypercall: {cpu: 0, number: 61, args: [1]}
              - hypercall: {cpu: 1, number: 61, args: [1]}
              - apply: {name: p, wait: false}
              - wait: 1ms
              - expect: {states: {p: APPLIED}}
            """;
        return List.of(
                Arguments.of(2, "", "", overlapping),
                Arguments.of(2, "", "nmis: 1", once),
                Arguments.of(2, "", "deadlines: true", once),
                Arguments.of(2, "", "lag: true", overlapping),
                Arguments.of(2, "", "", unwaited),
                Arguments.of(2, "ready-before-reset", "deadlines: true", once),
                Arguments.of(3, "", "", "  - apply: p"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void leadsToTheSameEnds(int cpus, String faults, String freedom, String steps) {
        if (freedom.contains("lag")) {
            Engines.requireTlbHook();
        }
        Path payload = Fixtures.path("payloads/plain/lab_pair.livepatch");
        Scenario scenario = Small.read(folder, STEPS.formatted(cpus, faults, freedom, payload, steps.stripTrailing()));
        try (Crew crew = new Crew(scenario, 1)) {
            StateSearch all = new StateSearch(scenario, Small.exhaustive(false), crew, new HeapUse(), done -> {});
            all.run();
            StateSearch reduced = new StateSearch(scenario, Small.exhaustive(true), crew, new HeapUse(), done -> {});
            reduced.run();
            assertThat(all.found()).isEmpty();
            assertThat(reduced.found()).isEmpty();
            assertThat(reduced.ends()).isNotEmpty().isEqualTo(all.ends());
            assertThat(reduced.states()).isLessThan(all.states());
        }
    }

    /** What a CPU does in between touches nothing, but where it is interrupted matters. */
    @Test
    void aCpuThatIsInterruptedAnywhereIsSeenEverywhere() {
        Path payload = Fixtures.path("payloads/plain/lab_slow.livepatch");
        Scenario scenario = Small.read(folder, STEPS.formatted(2, "check-anywhere", "", payload, """
              - apply: p
              - hypercall: {cpu: 1, number: 58, args: [50001]}
              - revert: p
              - unload: p
            """.stripTrailing()));
        for (boolean reduction : new boolean[] {true, false}) {
            assertThat(Small.explore(scenario, Small.exhaustive(reduction), 1).counterexample())
                    .get()
                    .satisfies(found -> assertThat(found.violation().property()).isEqualTo("the hypervisor dies"));
        }
    }

    @Test
    void aCpuThatGoesRoundForEverIsFound() {
        long lock = Fixtures.guest("plain").symbols().require("lab_lock");
        String text = """
                version: 1
                steps:
                  - note: The extra version is copied over the lock, which nobody gives back.
                    hypercall: {cpu: 0, number: 17, args: [1, 0x%x]}
                  - wait: 1ms
                  - hypercall: {cpu: 1, number: 61, args: [1]}
                """.formatted(lock);
        Scenario scenario = Small.read(folder, text);
        for (boolean reduction : new boolean[] {true, false}) {
            Counterexample found = Small.explore(scenario, Small.exhaustive(reduction), 1)
                    .counterexample()
                    .orElseThrow();
            assertThat(found.violation().property()).isEqualTo("stuck");
            assertThat(found.violation().what())
                    .startsWith("whatever comes next, this never ends: CPU 1 at do_lock_busy");
            Scenario replayed = Small.read(folder, text + "choices: " + found.choices() + "\n");
            assertThat(Replay.run(replayed, taken -> {})
                            .violation()
                            .orElseThrow()
                            .what())
                    .startsWith("whatever comes next, this never ends: CPU 1 at do_lock_busy");
        }
    }
}
