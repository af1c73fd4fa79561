// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.support.Fixtures;

/** Traces are what the trace-event format asks for, and say what happened. */
class ChromeTraceTests {
    private static String trace(String scenario, int cpus) {
        Scenario read = ScenarioReader.read(
                Fixtures.path("scenarios").resolve(scenario + ".yaml"), Overrides.NONE.withCpus(cpus));
        ScenarioResult result = ScenarioRunner.run(read, step -> {});
        return ChromeTrace.of(read.title(), cpus, result.events());
    }

    private static List<JsonNode> events(String trace) {
        try {
            List<JsonNode> events = new ArrayList<>();
            new ObjectMapper().readTree(trace).get("traceEvents").forEach(events::add);
            return events;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonNode> of(List<JsonNode> events, String ph) {
        return events.stream().filter(e -> e.get("ph").asText().equals(ph)).toList();
    }

    private static BigDecimal start(JsonNode event) {
        return event.get("ts").decimalValue();
    }

    private static BigDecimal end(JsonNode slice) {
        return start(slice).add(slice.get("dur").decimalValue());
    }

    @Test
    void cpusThatAreLateHaveAMark() {
        List<JsonNode> marks = of(events(trace("timeout", 2)), "i");
        assertThat(marks)
                .filteredOn(mark -> mark.get("name").asText().equals("late"))
                .singleElement()
                .satisfies(
                        mark -> assertThat(mark.get("args").get("at").asText()).startsWith("do_busy+0x"));
        assertThat(marks).anyMatch(mark -> mark.get("name").asText().equals("the time is over"));
    }

    @ParameterizedTest
    @CsvSource({"timeout, 2", "hello-bye, 2", "hello-bye, 64", "awkward-cpus, 4", "awkward-cpus, 9", "sweep-stolen, 8"})
    void everyEventHasWhatItsKindNeeds(String scenario, int cpus) {
        List<JsonNode> events = events(trace(scenario, cpus));
        Map<String, Set<String>> needed = Map.of(
                "M", Set.of("args"),
                "X", Set.of("dur", "cat"),
                "C", Set.of("args"),
                "i", Set.of("s"),
                "s", Set.of("id", "cat"),
                "f", Set.of("id", "cat", "bp"));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.get("name").isTextual()).isTrue();
            assertThat(event.get("pid").isInt() && event.get("tid").isInt()).isTrue();
            assertThat(start(event)).isNotNegative();
            assertThat(needed).containsKey(event.get("ph").asText());
            needed.get(event.get("ph").asText())
                    .forEach(key -> assertThat(event.has(key))
                            .as("%s of %s", key, event)
                            .isTrue());
        });
        assertThat(of(events, "X")).allSatisfy(slice -> assertThat(end(slice)).isGreaterThanOrEqualTo(start(slice)));
    }

    /** Perfetto drops slices that overlap others of their track without lying in them. */
    @ParameterizedTest
    @CsvSource({"hello-bye, 2", "awkward-cpus, 4", "sweep-stolen, 16"})
    void slicesOfATrackNest(String scenario, int cpus) {
        Map<Integer, List<JsonNode>> tracks = of(events(trace(scenario, cpus)), "X").stream()
                .collect(Collectors.groupingBy(e -> e.get("tid").asInt(), TreeMap::new, Collectors.toList()));
        assertThat(tracks.size()).isGreaterThan(cpus);
        tracks.values().forEach(slices -> {
            Deque<BigDecimal> ends = new ArrayDeque<>();
            slices.stream()
                    .sorted(Comparator.comparing(ChromeTraceTests::start)
                            .thenComparing(ChromeTraceTests::end, Comparator.reverseOrder()))
                    .forEach(slice -> {
                        while (!ends.isEmpty() && ends.peek().compareTo(start(slice)) <= 0) {
                            ends.pop();
                        }
                        if (!ends.isEmpty()) {
                            assertThat(end(slice)).as(slice.toString()).isLessThanOrEqualTo(ends.peek());
                        }
                        ends.push(end(slice));
                    });
        });
    }

    @Test
    void arrowsGoFromTheMasterToEachCpuThatFollows() {
        List<JsonNode> events = events(trace("hello-bye", 4));
        List<JsonNode> from = of(events, "s");
        List<JsonNode> to = of(events, "f");
        int actions = (int) of(events, "X").stream()
                .filter(e -> e.get("cat").asText().equals("action"))
                .filter(e -> e.get("name").asText().startsWith("APPLY")
                        || e.get("name").asText().startsWith("REVERT"))
                .count();
        assertThat(actions).isEqualTo(4);
        assertThat(from).hasSize(3 * actions);
        assertThat(to.stream().map(e -> e.get("id").asInt()))
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(
                        from.stream().map(e -> e.get("id").asInt()).toList());
        for (int i = 0; i < from.size(); i++) {
            assertThat(start(to.get(i))).isGreaterThanOrEqualTo(start(from.get(i)));
            assertThat(to.get(i).get("tid")).isNotEqualTo(from.get(i).get("tid"));
            assertThat(to.get(i).get("bp").asText()).isEqualTo("e");
            assertLiesInASlice(events, from.get(i));
            assertLiesInASlice(events, to.get(i));
        }
    }

    private static void assertLiesInASlice(List<JsonNode> events, JsonNode arrow) {
        assertThat(of(events, "X")).anySatisfy(slice -> {
            assertThat(slice.get("tid")).isEqualTo(arrow.get("tid"));
            assertThat(start(slice)).isLessThanOrEqualTo(start(arrow));
            assertThat(end(slice)).isGreaterThanOrEqualTo(start(arrow));
        });
    }

    @Test
    void countersFollowTheSemaphoreAndTheStack() {
        List<JsonNode> counters = of(events(trace("hello-bye", 4)), "C");
        assertThat(values(counters, "semaphore")).startsWith(-1, 0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(values(counters, "applied payloads")).containsExactly(0, 1, 2, 1, 0);
    }

    private static List<Integer> values(List<JsonNode> counters, String name) {
        return counters.stream()
                .filter(c -> c.get("name").asText().equals(name))
                .map(c -> c.get("args").get("value").asInt())
                .toList();
    }

    @Test
    void whatCpusDoIsOnTheirTracks() {
        List<JsonNode> events = events(trace("awkward-cpus", 4));
        assertThat(of(events, "X").stream().map(e -> e.get("name").asText()))
                .contains(
                        "RUNNING",
                        "hypercall 63",
                        "OFFLINE",
                        "MASTER_WAITS_FOR_CPUS",
                        "MASTER_WAITS_FOR_IRQS",
                        "SLAVE_WAITS_READY",
                        "SLAVE_WAITS_DONE");
        assertThat(of(events, "i").stream().map(e -> e.get("name").asText()))
                .contains("NMI", "NMI lost", "offline rc=0", "offline rc=-16", "all CPUs stand still", "writes text");
        assertThat(of(events, "M").stream().map(e -> e.get("args").path("name").asText()))
                .contains("CPU 0", "CPU 3", "actions", "CPUs that go, come, wait and are interrupted");
    }

    @Test
    void timesAreMicrosecondsToTheNanosecond() {
        String trace = trace("timeout", 2);
        assertThat(trace).contains("\"ts\":0.000,").doesNotContainPattern("\"(ts|dur)\":[0-9.]*[eE]");
        assertThat(of(events(trace), "X")).anySatisfy(slice -> {
            assertThat(slice.get("name").asText()).isEqualTo("hypercall 63");
            assertThat(slice.get("dur").decimalValue()).isBetween(new BigDecimal(49_990), new BigDecimal(50_010));
        });
    }
}
