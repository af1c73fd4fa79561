// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profiles;
import org.xsplice.profile.Series;
import org.xsplice.recognition.Recognition;
import org.xsplice.recognition.XenVersion;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.support.Engines;
import org.xsplice.support.Fixtures;
import org.xsplice.support.RealImage;

/**
 * The table of docs/found-in-xen.md: each row's scenario passes in the releases that the row says, and in no others. On the
 * model it is run for each point release that differs from the one before, and on each real image that there is by the
 * image's own code. A scenario of the search ({@code # explore: violates PROPERTY}) counts as passed where it is violated;
 * {@link XenOrdersTests} searches in images.
 */
class FoundInXenTests {
    private static final int SERIES = Profiles.series().size();
    /** A search takes seconds, and the model's rendezvous is the same in all of them. */
    private static final List<Series> OLDEST_AND_NEWEST =
            List.of(Profiles.series().get(0), Profiles.series().get(SERIES - 1));

    private static final String SEARCHED = "# explore: violates ";

    @TempDir
    private Path folder;

    /** A line of the table; the cells say in which point releases it happens. */
    private record Row(String number, String scenario, List<String> cells) {
        boolean happens(Series series, int point) {
            String cell = cells.get(Profiles.series().indexOf(series));
            if (cell.startsWith("to .")) {
                return point <= Integer.parseInt(cell.substring(4));
            }
            return cell.equals("yes") || cell.startsWith(".") && point >= Integer.parseInt(cell.substring(1));
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Fixtures.path("../docs/found-in-xen.md"))) {
            List<String> cells =
                    Stream.of(line.split("\\|")).skip(1).map(String::strip).toList();
            if (cells.size() == SERIES + 5 && cells.get(SERIES + 3).matches("`[a-z/-]+`")) {
                rows.add(new Row(
                        cells.get(0), cells.get(SERIES + 3).replace("`", "") + ".yaml", cells.subList(2, SERIES + 2)));
            }
        }
        return rows;
    }

    @Test
    void theTableIsWellFormedAndHasASectionForEachRow() throws IOException {
        String page = Files.readString(Fixtures.path("../docs/found-in-xen.md"));
        List<Row> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).number()).isEqualTo(String.valueOf(i + 1));
            assertThat(page).contains("\n### " + (i + 1) + ". ");
            assertThat(rows.get(i).cells()).allMatch(cell -> cell.matches("yes|–|\\.[1-9]|to \\.[0-9]"));
        }
    }

    @Test
    void eachScenarioThatWasFoundHasARow() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.path("scenarios/found"))) {
            Set<String> all = new TreeSet<>(
                    files.map(file -> "found/" + file.getFileName()).toList());
            assertThat(rows()).extracting(Row::scenario).doesNotHaveDuplicates().containsAll(all);
        }
    }

    @TestFactory
    Stream<DynamicTest> theModelDoesWhatTheTableSays() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : rows()) {
            if (isForImages(row)) {
                continue;
            }
            for (Series series : isSearched(row) ? OLDEST_AND_NEWEST : Profiles.series()) {
                tests.add(dynamicTest(row.scenario() + " in " + series.name(), () -> {
                    for (int point : isSearched(row) ? Set.of(series.last()) : points(series, row)) {
                        assertThat(happens(scenario(row, series.name() + "." + point)))
                                .as("%s.%d", series.name(), point)
                                .isEqualTo(row.happens(series, point));
                    }
                }));
            }
        }
        return tests.stream();
    }

    /** All that could differ: those that a cell names, and those that differ from the one before. */
    private static Set<Integer> points(Series series, Row row) {
        Set<Integer> points = new TreeSet<>(series.points().keySet());
        points.add(series.last());
        IntStream.rangeClosed(1, series.last())
                .filter(point -> row.happens(series, point) != row.happens(series, point - 1))
                .forEach(point -> points.addAll(List.of(point - 1, point)));
        return points;
    }

    @TestFactory
    Stream<DynamicTest> theCodeOfImagesDoesWhatTheTableSays() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path image : RealImage.all()) {
            Recognition recognised = Recognition.of(HypervisorImage.open(image)).orElseThrow();
            for (Row row : rows()) {
                if (isSearched(row)) {
                    continue;
                }
                tests.add(dynamicTest(row.scenario() + " on " + image, () -> {
                    XenVersion version = recognised.version();
                    assertThat(happens(scenario(row, image)))
                            .as(version.toString())
                            .isEqualTo(row.happens(recognised.series(), version.point()));
                }));
            }
        }
        return tests.stream();
    }

    /** In a real 4.20.4. */
    @ParameterizedTest
    @CsvSource({
        "found/unloaded-functions, FATAL PAGE FAULT in symbols_lookup_by_name",
        "found/unloaded-modinfo, FATAL PAGE FAULT in strlen"
    })
    void diesWhereARealOneDied(String name, String cause) throws IOException {
        Path scenario = scenario(
                rows().stream()
                        .filter(row -> row.scenario().equals(name + ".yaml"))
                        .findFirst()
                        .orElseThrow(),
                "4.20.4");
        Files.writeString(scenario, Files.readString(scenario).replace("FATAL PAGE FAULT", cause));
        assertThat(happens(scenario)).isTrue();
    }

    private static boolean isSearched(Row row) throws IOException {
        return Files.readString(file(row)).contains(SEARCHED);
    }

    private static boolean isForImages(Row row) throws IOException {
        return Files.readString(file(row)).contains("\nplane: xen\n");
    }

    private static Path file(Row row) {
        return Fixtures.path("scenarios").resolve(row.scenario());
    }

    private boolean happens(Path scenario) throws IOException {
        Scenario read = ScenarioReader.read(scenario, Overrides.NONE);
        String text = Files.readString(scenario);
        if (!text.contains(SEARCHED)) {
            return ScenarioRunner.run(read, step -> {}).verdict() == Verdict.PASSED;
        }
        if (read.freedom().lag()) {
            Engines.requireTlbHook();
        }
        String property = text.substring(text.indexOf(SEARCHED) + SEARCHED.length())
                .lines()
                .findFirst()
                .orElseThrow();
        return Small.explore(read, Small.exhaustive(true), 1)
                .counterexample()
                .filter(found -> found.violation().property().equals(property))
                .isPresent();
    }

    /** Names a release in a scenario for the embedded guest. */
    private Path scenario(Row row, String release) throws IOException {
        return write(Files.readString(file(row))
                .replace("version: 1\n", "version: 1\nrelease: " + release + "\n")
                .replace("file: ../../", "file: " + Fixtures.path("") + "/"));
    }

    /** Gives a scenario another guest, which decides for itself, and its payloads what they depend on. */
    private Path scenario(Row row, Path image) throws IOException {
        String text = Files.readString(file(row))
                .replaceAll("guest: .*\n", "")
                .replace("version: 1\n", "version: 1\nplane: xen\nguest: " + image + "\n");
        HypervisorImage guest = HypervisorImage.open(image);
        for (Path payload : payloads(text)) {
            Files.write(folder.resolve(payload.getFileName()), builtFor(guest, payload));
        }
        return write(text.replaceAll("file: \\S*/", "file: "));
    }

    private static List<Path> payloads(String text) {
        return text.lines()
                .filter(line -> line.contains("file: ../../"))
                .map(line -> line.replaceAll(".*file: ../../|}", ""))
                .map(Fixtures::path)
                .toList();
    }

    /** Payloads are for a build-id; and one is for a function that begins with ENDBR64, which images have others of. */
    private static byte[] builtFor(HypervisorImage image, Path payload) throws IOException {
        String text = latin(Files.readAllBytes(payload))
                .replace(
                        latin(Fixtures.guest("endbr").buildId().toArray()),
                        latin(image.buildId().toArray()));
        return (payload.endsWith("nop_short.livepatch")
                        ? text.replace("xen_minor_version\0", "cpu_up_helper\0\0\0\0\0")
                        : text)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("s.yaml"), text);
    }
}
