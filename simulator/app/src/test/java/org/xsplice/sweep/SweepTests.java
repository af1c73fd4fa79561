// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.support.Fixtures;
import org.xsplice.time.Duration;

/** A scenario over CPUs, timeouts and loads. */
class SweepTests {
    private static final long MS = 1_000_000;
    private static final String HEAD = """
            version: 1
            title: A & B
            quantum: 5000
            workload:
              - {cpus: 1-, does: stolen, for: 4ms, every: 100ms, phase: 1ms}
            steps:
              - upload: {name: hello, file: FIXTURES/payloads/plain/xen_hello_world.livepatch}
              - wait: 2ms
            """;

    @TempDir
    private Path folder;

    private SweepPlan plan(String text, List<Integer> cpus, List<Duration> timeouts, List<Integer> loads) {
        Path file = folder.resolve("s.yaml");
        try {
            Files.writeString(file, text.replace("FIXTURES", Fixtures.path("").toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new SweepPlan(n -> ScenarioReader.read(file, Overrides.NONE.withCpus(n)), cpus, timeouts, loads, 3, 1);
    }

    private static List<Cell> run(SweepPlan plan) {
        return Sweep.run(plan, 2, done -> {});
    }

    /** CPU 1 is away from 1 ms to 5 ms; the action begins at 2 ms. */
    @Test
    void anActionSucceedsWhereTheTimeoutIsLongerThanTheCpuIsAway() {
        SweepPlan plan = plan(
                HEAD + "  - apply: hello\n",
                List.of(1, 2),
                List.of(Duration.ofMillis(2), Duration.ofMillis(4)),
                List.of(50, 100, 200));
        List<Cell> cells = run(plan);
        assertThat(cells.stream()
                        .map(c -> "%d CPUs, %d ms, load %d: %d %d %d"
                                .formatted(
                                        c.cpus(),
                                        c.timeout().nanos() / MS,
                                        c.load(),
                                        c.passed(),
                                        c.timedOut(),
                                        c.failed())))
                .containsExactly(
                        "1 CPUs, 2 ms, load 50: 3 0 0",
                        "1 CPUs, 4 ms, load 50: 3 0 0",
                        "2 CPUs, 2 ms, load 50: 3 0 0",
                        "2 CPUs, 4 ms, load 50: 3 0 0",
                        "1 CPUs, 2 ms, load 100: 3 0 0",
                        "1 CPUs, 4 ms, load 100: 3 0 0",
                        "2 CPUs, 2 ms, load 100: 0 3 0",
                        "2 CPUs, 4 ms, load 100: 3 0 0",
                        "1 CPUs, 2 ms, load 200: 3 0 0",
                        "1 CPUs, 4 ms, load 200: 3 0 0",
                        "2 CPUs, 2 ms, load 200: 0 3 0",
                        "2 CPUs, 4 ms, load 200: 0 3 0");
        Cell slow = cells.get(7);
        assertThat(slow.quiesce()).hasSize(3);
        assertThat(slow.quiesce(50).orElseThrow().nanos()).isBetween(3 * MS - 50_000, 3 * MS + 50_000);
        assertThat(cells.get(11).quiesce(50)).isEmpty();
    }

    @Test
    void whatFailsForAnotherReasonIsCountedApart() {
        SweepPlan plan = plan(HEAD + "  - apply: nobody\n", List.of(1), List.of(Duration.ofMillis(2)), List.of(100));
        assertThat(run(plan)).singleElement().satisfies(cell -> {
            assertThat(cell.failed()).isEqualTo(3);
            assertThat(cell.timedOut()).isZero();
        });
    }

    @Test
    void filesAreTheSameHoweverManyDoIt() {
        String random =
                HEAD.replace("for: 4ms", "for: 0ms-6ms") + "  - apply: hello\n  - wait: 2ms\n  - revert: hello\n";
        SweepPlan plan = plan(
                random,
                List.of(1, 2, 8),
                List.of(Duration.ofMillis(1), Duration.ofMillis(3), Duration.ofMillis(30)),
                List.of(50, 100));
        List<Integer> progress = Collections.synchronizedList(new ArrayList<>());
        List<Cell> one = Sweep.run(plan, 1, progress::add);
        List<Cell> three = Sweep.run(plan, 3, done -> {});
        assertThat(progress).hasSize(plan.runs()).endsWith(plan.runs());
        assertThat(SweepTable.csv(three)).isEqualTo(SweepTable.csv(one));
        assertThat(SweepJson.of("s.yaml", "A & B", 1, three)).isEqualTo(SweepJson.of("s.yaml", "A & B", 1, one));
        assertThat(SweepPlot.of("A & B", three)).isEqualTo(SweepPlot.of("A & B", one));
        assertThat(one.stream().mapToInt(Cell::passed).distinct().count())
                .as("there is something to see")
                .isGreaterThan(1);
    }

    @Test
    void thePictureSaysWhatIsInIt() throws IOException, ParserConfigurationException, SAXException {
        List<Cell> cells = List.of(
                new Cell(1, Duration.ofMillis(2), 100, 10, 10, 0, 0, List.of(Duration.ofMillis(1))),
                new Cell(1, Duration.ofMillis(30), 100, 10, 10, 0, 0, List.of(Duration.ofMillis(1))),
                new Cell(64, Duration.ofMillis(2), 100, 10, 3, 7, 0, List.of(Duration.ofMillis(2))),
                new Cell(64, Duration.ofMillis(30), 100, 10, 9, 1, 0, List.of(Duration.ofMillis(29))));
        String svg = SweepPlot.of("<A & B>", cells);
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        List<String> words = new ArrayList<>();
        for (int i = 0; i < document.getElementsByTagName("text").getLength(); i++) {
            words.add(document.getElementsByTagName("text").item(i).getTextContent());
        }
        assertThat(words)
                .contains("<A & B>", "CPUs", "timeout (ms)", "time (ms)", "64", "30", "100", "90", "load 1", "timeout");
        assertThat(words).doesNotContain("null", "NaN");
    }

    @Test
    void theTableOfTheTerminalIsNarrow() {
        List<Cell> cells = List.of(
                new Cell(1, Duration.ofMillis(2), 50, 10, 10, 0, 0, List.of(Duration.ofMillis(1))),
                new Cell(
                        1,
                        Duration.ofMillis(30),
                        50,
                        10,
                        9,
                        1,
                        0,
                        List.of(Duration.ofMillis(1), Duration.ofMillis(2))));
        assertThat(SweepTable.lines(cells))
                .containsExactly(
                        "load 0.5: successful runs in %, and the time in ms in which 9 of 10 actions quiesce",
                        "  CPUs     2ms    30ms      time", "     1     100      90         1");
        assertThat(SweepTable.csv(cells)).isEqualTo("""
                cpus,timeout_ns,load_percent,runs,passed,timed_out,failed,quiesce_median_ns,quiesce_p90_ns,quiesce_max_ns
                1,2000000,50,10,10,0,0,1000000,1000000,1000000
                1,30000000,50,10,9,1,0,1000000,1000000,2000000
                """);
    }
}
