// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;

/**
 * Holds pages to the program: their scenarios end as they say, their commands print what they show. A page is followed
 * from its top to its end in an empty folder, as a reader would.
 */
class DocumentationTests {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|console)(?: exit=(\\d+))?\n(.*?)^```$");
    private static final Pattern FILE_NAME = Pattern.compile("# ([\\w.-]+\\.yaml)\n");
    /** What a shell is told. A transcript has lines with a dollar sign, too. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (?=\\./xsplice|cp |printf |head |echo )");

    private static final String PROGRAM = "./xsplice ";
    private static final String DOTS = "...";

    @TempDir
    private Path folder;

    private int lastExit;

    /** What a command printed, errors included, and how it ended. */
    private record Outcome(int exit, String printed) {}

    @BeforeEach
    void linkTheFixtures() throws IOException {
        Files.createSymbolicLink(folder.resolve("fixtures"), Fixtures.path("").toRealPath());
    }

    @AfterEach
    void unlinkTheFixtures() throws IOException {
        Files.delete(folder.resolve("fixtures"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/tutorial/01-first-patch.md",
                "docs/tutorial/02-wrong-order.md",
                "docs/tutorial/03-what-the-loader-checks.md",
                "docs/tutorial/04-timeouts.md",
                "docs/images.md",
                "docs/strict.md"
            })
    void doWhatTheyShow(String page) throws IOException, InterruptedException {
        String text = Files.readString(Fixtures.path("../" + page));
        List<MatchResult> blocks = BLOCK.matcher(text).results().toList();
        assertThat(blocks).isNotEmpty();
        for (MatchResult block : blocks) {
            if (block.group(1).equals("yaml")) {
                int exit = block.group(2) == null ? 0 : Integer.parseInt(block.group(2));
                follow(page, block.group(3), exit);
            } else {
                show(page, block.group(3));
            }
        }
    }

    /** Saves a scenario under the name it begins with; one without a name is only run. */
    private void follow(String page, String scenario, int exit) throws IOException {
        var named = FILE_NAME.matcher(scenario);
        String name = named.lookingAt() ? named.group(1) : "example.yaml";
        Files.writeString(folder.resolve(name), scenario);
        if (scenario.contains("steps:") && referencesAreThere(scenario)) {
            Outcome outcome = program("run --quiet " + name);
            assertThat(outcome.exit())
                    .as("%s: %s%n%s", page, name, outcome.printed())
                    .isEqualTo(exit);
        }
    }

    /** A scenario may need a file that a later command of the page makes. */
    private boolean referencesAreThere(String scenario) {
        return Pattern.compile("file: ([^,}\\s]+)")
                .matcher(scenario)
                .results()
                .allMatch(file -> Files.exists(folder.resolve(file.group(1))));
    }

    private void show(String page, String console) throws IOException, InterruptedException {
        for (String command : COMMAND.split(console)) {
            List<String> lines = command.lines().toList();
            if (!lines.isEmpty()) {
                Outcome outcome = run(lines.get(0));
                lastExit = outcome.exit();
                assertThat(outcome.printed())
                        .as("%s: %s", page, lines.get(0))
                        .matches(pattern(lines.subList(1, lines.size())));
            }
        }
    }

    /** A line of three dots stands for any lines, and three dots in a line for any text. */
    private static String pattern(List<String> shown) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown) {
            List<String> parts = Arrays.stream(line.split(Pattern.quote(DOTS), -1))
                    .map(Pattern::quote)
                    .toList();
            pattern.append(line.equals(DOTS) ? "(?:.*\n)*?" : String.join(".*", parts) + "\n");
        }
        return pattern.toString();
    }

    private Outcome run(String command) throws IOException, InterruptedException {
        return command.startsWith(PROGRAM) ? program(command.substring(PROGRAM.length())) : shell(command);
    }

    /** Runs the program as if the folder were the current one. */
    private Outcome program(String arguments) {
        String[] words = Arrays.stream(arguments.split(" "))
                .map(word -> Files.exists(folder.resolve(word))
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
        StringWriter printed = new StringWriter();
        Output output = Output.of(printed, printed);
        int exit = new Program(output).run(words);
        output.flush();
        return new Outcome(exit, trimmed(printed.toString().replace(folder + "/", "")));
    }

    private Outcome shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "(exit " + lastExit + "); " + command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), trimmed(printed));
    }

    /** Pages have no blanks at the ends of lines. */
    private static String trimmed(String printed) {
        return printed.replaceAll(" +\n", "\n");
    }
}
