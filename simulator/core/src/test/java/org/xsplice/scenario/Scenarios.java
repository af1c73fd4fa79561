// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.print.Transcript;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.scenario.run.StepResult;
import org.xsplice.support.Fixtures;
import org.xsplice.text.Style;

/** Scenarios that are written in tests. */
public final class Scenarios {
    /** Uploads the two payloads; further steps can follow. */
    public static final String HELLO_AND_BYE = """
            version: 1
            steps:
              - upload: {name: hello, file: FIXTURES/payloads/plain/xen_hello_world.livepatch}
              - upload: {name: bye, file: FIXTURES/payloads/plain/xen_bye_world.livepatch}
            """;

    private Scenarios() {}

    /** Writes a scenario file; {@code FIXTURES} in it becomes the folder of that name. */
    public static Path write(Path folder, String text) {
        Path file = folder.resolve("s.yaml");
        try {
            return Files.writeString(
                    file, text.replace("FIXTURES", Fixtures.path("").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a scenario as it stands. */
    public static ScenarioResult run(Path folder, String text) {
        return ScenarioRunner.run(ScenarioReader.read(write(folder, text), Overrides.NONE), step -> {});
    }

    /** Returns what a reader says about a file, without the file's folder. */
    public static List<String> inputErrors(Path folder, String text) {
        return inputErrors(folder, () -> ScenarioReader.read(write(folder, text), Overrides.NONE));
    }

    /** Returns what is said about a file when it is run, without the file's folder. */
    public static List<String> inputErrorsOfRun(Path folder, String text) {
        return inputErrors(folder, () -> run(folder, text));
    }

    private static List<String> inputErrors(Path folder, Runnable use) {
        try {
            use.run();
            return List.of();
        } catch (ScenarioException e) {
            return e.getMessage()
                    .replace(folder + "/", "")
                    .replace(Fixtures.path("").toString(), "FIXTURES")
                    .lines()
                    .toList();
        }
    }

    /** Returns what a transcript says, line by line. */
    public static List<String> transcript(Scenario scenario, Style style, Transcript.Detail detail, int width) {
        List<String> lines = new ArrayList<>();
        Transcript transcript = new Transcript(style, detail, width, line -> lines.add(style.text(line)));
        transcript.header(scenario);
        transcript.verdict(ScenarioRunner.run(scenario, transcript::step));
        return lines;
    }

    /** Returns the differences of checks that were not met, as transcripts show them. */
    public static List<String> differences(ScenarioResult result) {
        List<String> lines = new ArrayList<>();
        for (StepResult step : result.steps()) {
            step.checks().stream().filter(check -> !check.met()).forEach(check -> {
                lines.add(check.place().line() + ": " + check.subject());
                check.diff().forEach(line -> lines.add(line.toString()));
            });
        }
        return lines;
    }
}
