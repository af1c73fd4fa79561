// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.scenario.Scenario;
import org.xsplice.support.Engines;

/** Each protocol fault is found by what it leads to, and without it nothing is found. */
class FaultsFoundTests {
    @TempDir
    private Path folder;

    static List<Arguments> faults() {
        return List.of(
                Arguments.of(
                        "no-quiesce", Small.HELLO, Small.CALL_EXTRA_VERSION, "", "torn instruction, all or nothing"),
                Arguments.of("no-quiesce", Small.PAIR, Small.CALL_PAIR, "", "inside rewritten text, torn instruction"),
                Arguments.of("no-flush", Small.HELLO, Small.CALL_EXTRA_VERSION, "lag: true", "stale instruction"),
                Arguments.of("nmi-not-masked", Small.HELLO, Small.CALL_EXTRA_VERSION, "nmis: 1", "torn instruction"),
                Arguments.of("check-anywhere", Small.PAIR, Small.CALL_PAIR, "", "inside rewritten text"),
                Arguments.of("one-by-one", Small.PAIR, Small.CALL_PAIR, "", "all or nothing"),
                Arguments.of("unmask-omitted", Small.HELLO, Small.CALL_EXTRA_VERSION, "deadlines: true", "NMIs masked"),
                Arguments.of("ready-before-reset", Small.HELLO, Small.CALL_EXTRA_VERSION, "", "stuck"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void withAndWithoutReduction(String fault, String payload, int hypercall, String freedom, String properties) {
        assumeLag(freedom);
        // A CPU that lags executes text only where it comes back to it: after a second hypercall.
        String again =
                fault.equals("no-flush") ? "  - hypercall: {cpu: 1, number: %d, args: [1]}\n".formatted(hypercall) : "";
        Scenario faulty = Small.read(folder, Small.text(payload, hypercall, fault, freedom) + again);
        Scenario correct = Small.read(folder, Small.text(payload, hypercall, "", freedom) + again);
        for (boolean reduction : new boolean[] {true, false}) {
            ExploreReport bad = Small.explore(faulty, Small.exhaustive(reduction), 1);
            assertThat(bad.counterexample()).isPresent();
            assertThat(properties)
                    .contains(bad.counterexample().get().violation().property());
            assertThat(bad.exhausted()).isFalse();
            ExploreReport good = Small.explore(correct, Small.exhaustive(reduction), 1);
            assertThat(good.counterexample()).isEmpty();
            assertThat(good.exhausted()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void byPriorities(String fault, String payload, int hypercall, String freedom, String properties) {
        assumeLag(freedom);
        Scenario faulty = Small.read(
                folder,
                Small.text(payload, hypercall, fault, freedom)
                        + "  - hypercall: {cpu: 1, number: %d, args: [1]}\n".formatted(hypercall));
        ExploreReport report = Small.explore(faulty, Small.walks(ExplorePlan.Mode.PCT, 7), 1);
        assertThat(report.counterexample().map(Counterexample::violation).map(Violation::property))
                .isNotEqualTo(Optional.empty());
        assertThat(properties)
                .contains(report.counterexample().get().violation().property());
    }

    private static void assumeLag(String freedom) {
        if (freedom.contains("lag")) {
            Engines.requireTlbHook();
        }
    }
}
