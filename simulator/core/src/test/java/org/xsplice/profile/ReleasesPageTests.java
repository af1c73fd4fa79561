// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xsplice.support.Fixtures;

/** The tables of docs/releases.md say what the profiles say. */
class ReleasesPageTests {
    private static final int SERIES = Profiles.series().size();
    private static final Map<String, List<String>> BY_FEATURE = new TreeMap<>();
    private static final Map<String, List<String>> BY_VALUE = new TreeMap<>();
    private static final List<String> NUMBERS = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        for (String line : Files.readAllLines(Fixtures.path("../docs/releases.md"))) {
            List<String> cells =
                    Stream.of(line.split("\\|")).skip(1).map(String::strip).toList();
            if (cells.size() == SERIES + 5 && cells.get(SERIES + 3).matches("`[A-Z_0-9]+`")) {
                NUMBERS.add(cells.get(0));
                BY_FEATURE.put(cells.get(SERIES + 3).replace("`", ""), cells.subList(2, SERIES + 2));
            } else if (cells.size() == SERIES + 2) {
                BY_VALUE.put(cells.get(0), cells.subList(1, SERIES + 1));
            }
        }
    }

    @Test
    void everyBehaviourThatReleasesDifferInHasARow() {
        assertThat(BY_FEATURE.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Profiles.differing().stream().map(Enum::name).toList());
        assertThat(NUMBERS)
                .containsExactlyElementsOf(Stream.iterate(1, n -> n + 1)
                        .limit(NUMBERS.size())
                        .map(String::valueOf)
                        .toList());
    }

    @Test
    void eachRowSaysWhatTheReleasesDo() {
        BY_FEATURE.forEach((feature, cells) -> assertThat(cells)
                .as(feature)
                .containsExactlyElementsOf(Profiles.series().stream()
                        .map(series -> cell(series, Feature.valueOf(feature)))
                        .toList()));
    }

    /** A behaviour comes or goes once in a series. */
    private static String cell(Series series, Feature feature) {
        boolean first = series.release(0).features().contains(feature);
        for (int point = 1; point <= series.last(); point++) {
            if (series.release(point).features().contains(feature) != first) {
                return first ? "to ." + (point - 1) : "." + point;
            }
        }
        return first ? "yes" : "–";
    }

    @Test
    void theValuesAreThoseOfTheReleases() {
        assertThat(BY_VALUE.get("newest point release"))
                .containsExactlyElementsOf(Profiles.series().stream()
                        .map(series -> "." + series.last())
                        .toList());
        assertThat(BY_VALUE.get("version of the sysctl interface"))
                .containsExactlyElementsOf(Profiles.series().stream()
                        .map(series ->
                                "0x" + Integer.toHexString(series.release(0).sysctlVersion()))
                        .toList());
        assertThat(BY_VALUE.get("words of processor features"))
                .containsExactlyElementsOf(
                        Profiles.series().stream().map(ReleasesPageTests::words).toList());
    }

    private static String words(Series series) {
        Map<Integer, Integer> changes = new TreeMap<>();
        int before = 0;
        for (int point = 0; point <= series.last(); point++) {
            int words = series.release(point).capabilityWords();
            if (words != before) {
                changes.put(point, words);
            }
            before = words;
        }
        return changes.entrySet().stream()
                .map(change -> (change.getKey() == 0 ? "" : "." + change.getKey() + ": ") + change.getValue())
                .collect(Collectors.joining(", "));
    }
}
