// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;

/** Runs the examples of the pages on sweeps and traces, and compares the output that they show. */
class DocumentedRunsTests {
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(?:# (?<name>\\S+)\n)?(?<text>.*?)^```$");
    private static final Pattern CONSOLE =
            Pattern.compile("(?ms)^```console\n\\$ \\./xsplice (?<command>[^\n]*)\n(?<output>.*?)^```$");

    @TempDir
    private Path folder;

    private static String page(String name) throws IOException {
        return Files.readString(Fixtures.path("../docs").resolve(name));
    }

    private String run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Output output = Output.of(out, err);
        int code = new Program(output).run(arguments.toArray(String[]::new));
        output.flush();
        assertThat(code).as(out + "" + err).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    private Path save(MatchResult match, int number) throws IOException {
        String name = match.group(1) == null ? number + ".yaml" : match.group(1);
        String text = match.group(2).replace("fixtures/", Fixtures.path("") + "/");
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep.md", "traces.md"})
    void examplesPassAndPrintWhatIsShown(String name) throws IOException {
        String page = page(name);
        List<MatchResult> scenarios = YAML.matcher(page).results().toList();
        assertThat(scenarios).isNotEmpty();
        for (int i = 0; i < scenarios.size(); i++) {
            run(List.of("run", "--quiet", save(scenarios.get(i), i).toString()));
        }
        for (MatchResult console : CONSOLE.matcher(page).results().toList()) {
            List<String> arguments = List.of(console.group(1).split(" ")).stream()
                    .map(word -> word.endsWith(".yaml") ? folder.resolve(word).toString() : word)
                    .toList();
            assertThat(run(arguments)).isEqualTo(console.group(2));
        }
    }
}
