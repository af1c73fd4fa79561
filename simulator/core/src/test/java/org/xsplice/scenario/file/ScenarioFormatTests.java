// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.schedule.Doing;
import org.xsplice.support.Fixtures;

/** Holds docs/scenario-format.md to what it says: complete examples pass, lists of steps can be read. */
class ScenarioFormatTests {
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    @TempDir
    private Path folder;

    private static String document() throws IOException {
        return Files.readString(Fixtures.path("../docs/scenario-format.md"));
    }

    private static List<String> blocks() throws IOException {
        return YAML.matcher(document())
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    static List<String> complete() throws IOException {
        return blocks().stream().filter(block -> block.contains("steps:")).toList();
    }

    static List<String> steps() throws IOException {
        return blocks().stream().filter(block -> !block.contains("steps:")).toList();
    }

    /** Examples stand in the project's folder. */
    private static String placed(String text) {
        return text.replace("file: fixtures/", "file: FIXTURES/");
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(complete()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(steps()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("complete")
    void completeExamplesPass(String text) {
        ScenarioResult result = Scenarios.run(folder, placed(text));
        assertThat(Scenarios.differences(result)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void listsOfStepsCanBeRead(String text) {
        assertThat(Scenarios.inputErrors(folder, placed("version: 1\nsteps:\n" + text.indent(2))))
                .isEmpty();
    }

    @Test
    void namesEveryKey() throws IOException {
        String document = document();
        assertThat(ScenarioReader.KEYS).allSatisfy(key -> assertThat(document).contains("| `" + key + "` |"));
        assertThat(ActivityReader.KEYS).allSatisfy(key -> assertThat(document).contains("| `" + key + "` |"));
        assertThat(Doing.words()).allSatisfy(word -> assertThat(document).contains("| `" + word + "` |"));
        assertThat(StepReader.OPERATIONS).allSatisfy(key -> assertThat(document).contains("| `" + key + "` |"));
        assertThat(ExpectReader.KEYS).allSatisfy(key -> assertThat(document).contains("| `" + key + "` |"));
    }
}
