// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.support.Engines;
import org.xsplice.support.Fixtures;

/**
 * The labs fail as they say, and their twins do not. Each file says in a comment what is expected of it: {@code # explore:
 * violates PROPERTY}, {@code # explore: exhausted}, or {@code # run: exit CODE}.
 */
class LabsTests {
    private static final Pattern EXPECTED =
            Pattern.compile("^# (?:explore: violates (.+)|explore: (exhausted)|run: exit ([01]))$", Pattern.MULTILINE);
    private static final String BROKEN = "-broken.yaml";
    private static final String FIXED = "-fixed.yaml";

    static List<String> labs() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.path("scenarios/labs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path file(String lab) {
        return Fixtures.path("scenarios/labs").resolve(lab);
    }

    private static Matcher expected(String lab) throws IOException {
        Matcher matcher = EXPECTED.matcher(Files.readString(file(lab)));
        assertThat(matcher.find()).as("what is expected of %s", lab).isTrue();
        return matcher;
    }

    @Test
    void eachHasATwin() throws IOException {
        List<String> broken =
                labs().stream().filter(lab -> lab.endsWith(BROKEN)).toList();
        assertThat(broken).hasSizeGreaterThanOrEqualTo(10);
        assertThat(labs())
                .containsExactlyInAnyOrderElementsOf(broken.stream()
                        .flatMap(lab -> Stream.of(lab, lab.replace(BROKEN, FIXED)))
                        .toList());
        for (String lab : broken) {
            assertThat(expected(lab).group()).as(lab).matches("# (explore: violates .+|run: exit 1)");
            assertThat(expected(lab.replace(BROKEN, FIXED)).group())
                    .as(lab)
                    .matches("# (explore: exhausted|run: exit 0)");
        }
    }

    @Test
    void eachHasASectionInTheDocuments() throws IOException {
        String page = Files.readString(Fixtures.path("../docs/labs/README.md"));
        for (String lab : labs()) {
            assertThat(page).contains("\n## " + lab.replaceFirst("-(broken|fixed)\\.yaml$", "") + "\n");
        }
    }

    @ParameterizedTest
    @MethodSource("labs")
    void doesWhatItSays(String lab) throws IOException {
        Matcher expected = expected(lab);
        Scenario scenario = ScenarioReader.read(file(lab), Overrides.NONE);
        Verdict run = ScenarioRunner.run(scenario, step -> {}).verdict();
        if (expected.group(3) != null) {
            assertThat(run).isEqualTo(expected.group(3).equals("0") ? Verdict.PASSED : Verdict.FAILED);
            return;
        }
        assertThat(run).as("one order shows nothing").isEqualTo(Verdict.PASSED);
        if (scenario.freedom().lag()) {
            Engines.requireTlbHook();
        }
        ExploreReport report = Small.explore(scenario, Small.exhaustive(true), 2);
        if (expected.group(2) != null) {
            assertThat(report.counterexample()).isEmpty();
            assertThat(report.exhausted()).isTrue();
        } else {
            assertThat(report.counterexample().orElseThrow().violation().property())
                    .isEqualTo(expected.group(1));
        }
    }
}
