// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.support.Fixtures;

/** Runs the committed scenarios, with the CPUs that they ask for and with others. */
public class ScenarioFixturesTests {
    private static final int[] CPUS = {1, 2, 8};
    private static final Pattern CPU = Pattern.compile("\\bcpu: ([0-9]+)");
    private static final long[] SEEDS = {1, 2, 3};

    public static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.path("scenarios"))) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    static List<Arguments> runs() throws IOException {
        List<Arguments> runs = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            runs.add(Arguments.of(name, "as it stands", Overrides.NONE));
            int highest = CPU.matcher(Files.readString(file))
                    .results()
                    .mapToInt(match -> Integer.parseInt(match.group(1)))
                    .max()
                    .orElse(0);
            for (int cpus : CPUS) {
                if (cpus > highest) {
                    runs.add(Arguments.of(name, cpus + " CPUs", Overrides.NONE.withCpus(cpus)));
                }
            }
            for (long seed : SEEDS) {
                Overrides random = Overrides.NONE.withSchedule(Schedule.RANDOM).withSeed(seed);
                runs.add(Arguments.of(name, "random order, seed " + seed, random));
            }
        }
        return runs;
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(7);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("runs")
    void passes(String name, String variant, Overrides overrides) {
        Scenario scenario = ScenarioReader.read(Fixtures.path("scenarios").resolve(name), overrides);
        ScenarioResult result = ScenarioRunner.run(scenario, step -> {});
        assertThat(Scenarios.differences(result)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @MethodSource("files")
    void leavesTextAsItWas(Path file) {
        ScenarioResult result = ScenarioRunner.run(ScenarioReader.read(file, Overrides.NONE), step -> {});
        assertThat(result.text().orElseThrow().patched()).isEmpty();
        assertThat(result.text().orElseThrow().writes()).isPositive();
    }
}
