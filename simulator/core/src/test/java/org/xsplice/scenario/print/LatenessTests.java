// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.text.Style;

/** What is said of an action whose CPUs did not come in time: which, and what each was doing. */
class LatenessTests {
    private static final String UPLOAD =
            "- upload: {name: hello, file: FIXTURES/payloads/plain/xen_hello_world.livepatch}\n";

    @TempDir
    private Path folder;

    /** Returns what is said between the console's line and the next one. */
    private List<String> told(String head, String steps) {
        Path file = Scenarios.write(folder, "version: 1\n" + head + "steps:\n" + (UPLOAD + steps).indent(2));
        List<String> lines = Scenarios.transcript(
                ScenarioReader.read(file, Overrides.NONE), Style.PLAIN, Transcript.Detail.STEPS, 200);
        int from = lines.stream()
                .filter(line -> line.contains("Timed out"))
                .mapToInt(lines::indexOf)
                .findFirst()
                .orElseThrow();
        return lines.stream()
                .skip(from + 1)
                .takeWhile(line -> !line.contains("(XEN)"))
                .toList();
    }

    @Test
    void aCpuInAHypercall() {
        assertThat(told("", """
                        - wait: 5us
                        - busy: {cpu: 1, for: 50ms}
                        - wait: 100us
                        - apply: hello
                          expect: {rc: EBUSY}
                        """))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("  why:  CPU 1 had not come"),
                        line -> assertThat(line)
                                .matches(
                                        " {8}CPU 1: in hypercall 63 since 5us, at do_busy\\+0x\\w+/0x20, interrupts on"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "  mend: wait until the hypercall of CPU 1 has returned; or give the action a"
                                                + " longer timeout"));
    }

    @Test
    void aCpuThatIsTakenAway() {
        List<String> told = told("workload: [{cpus: \"1\", does: stolen, for: 40ms, every: 39ms, phase: 1ms}]\n", """
                        - wait: 2ms
                        - apply: {name: hello, timeout: 10ms}
                          expect: {rc: EBUSY}
                        """);
        assertThat(told)
                .containsExactly(
                        "  why:  CPU 1 had not come",
                        "        CPU 1: taken away from the hypervisor, from 1ms to 41ms",
                        "  mend: wait until 41ms, when CPU 1 is back; or give the action a longer timeout"
                                + " (more than 39ms)");
    }

    /** What is proposed is tried. */
    @Test
    void theTimeoutThatIsNamedIsTheLeast() {
        String head = "workload: [{cpus: \"1\", does: stolen, for: 40ms, phase: 1ms}]\n";
        String steps = "- wait: 2ms\n- apply: {name: hello, timeout: %s}\n  expect: {rc: %s}\n";
        for (String end : List.of("39ms EBUSY", "39100us ok")) {
            String apply = steps.formatted((Object[]) end.split(" "));
            String text = "version: 1\n" + head + "steps:\n" + (UPLOAD + apply).indent(2);
            assertThat(Scenarios.run(folder, text).verdict()).as(end).isEqualTo(Verdict.PASSED);
        }
    }

    @Test
    void severalCpusForSeveralReasons() {
        assertThat(told(
                        "cpus: 4\nworkload:\n  - {cpus: \"2\", does: stolen, for: 40ms}\n"
                                + "  - {cpus: \"3\", does: irq-busy, for: 60ms}\n",
                        """
                        - busy: {cpu: 1, for: 50ms}
                        - wait: 100us
                        - apply: hello
                          expect: {rc: EBUSY}
                        """))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("  why:  CPUs 1, 2, 3 had not come"),
                        line -> assertThat(line).startsWith("        CPU 1: in hypercall 63 since 0ns, at do_busy+"),
                        line -> assertThat(line).contains("CPU 2: taken away from the hypervisor, from 0ns to 40ms"),
                        line -> assertThat(line)
                                .startsWith("        CPU 3: in hypercall 62 since 0ns, at do_irq_busy+")
                                .endsWith("interrupts off"),
                        line -> assertThat(line)
                                .isEqualTo("  mend: wait until 40ms, when CPU 2 is back, and until the hypercalls of"
                                        + " CPUs 1, 3 have returned; or give the action a longer timeout"
                                        + " (more than 39.9ms)"));
    }

    @Test
    void aCpuThatWasThereButIsTakenAwayBeforeTheSecondPhase() {
        assertThat(told(
                        "cpus: 3\nworkload:\n  - {cpus: \"1\", does: stolen, for: 3ms}\n"
                                + "  - {cpus: \"2\", does: stolen, for: 20ms, phase: 2ms}\n",
                        """
                        - wait: 10us
                        - apply: {name: hello, timeout: 4ms}
                          expect: {rc: EBUSY}
                        """))
                .startsWith(
                        "  why:  CPU 2 had not switched interrupts off",
                        "        CPU 2: taken away from the hypervisor, from 2ms to 22ms");
    }

    @Test
    void aHypercallThatHasReturnedIsNotToldOf() {
        assertThat(told("", """
                        - busy: {cpu: 1, for: 1ms}
                        - wait: 2ms
                        - busy: {cpu: 1, for: 50ms}
                        - wait: 1ms
                        - apply: hello
                          expect: {rc: EBUSY}
                        """)).anyMatch(line -> line.contains("in hypercall 63 since 2ms"));
    }

    @Test
    void cpusThatAreOnTheirWay() {
        assertThat(told("cpus: 3\nquantum: 1\n", """
                        - busy: {cpu: 1, for: 1us}
                        - wait: 100us
                        - apply: {name: hello, timeout: 1ns}
                          expect: {rc: EBUSY}
                        """))
                .startsWith("  why:  CPUs 1, 2 had not come")
                .noneMatch(line -> line.contains("hypercall"))
                .endsWith("  mend: give the action a longer timeout");
    }

    @Test
    void manyCpusAreCounted() {
        List<String> told = told("cpus: 64\nworkload: [{cpus: 1-, does: stolen, for: 40ms}]\n", """
                        - wait: 1us
                        - apply: {name: hello, timeout: 1ms}
                          expect: {rc: EBUSY}
                        """);
        assertThat(told)
                .hasSize(11)
                .startsWith("  why:  CPUs 1, 2, 3, 4, 5, 6, 7, 8 and 55 more had not come")
                .contains("        and 55 more");
    }
}
