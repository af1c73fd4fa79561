// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.SourceFiles;

/** What a package's comment shows is what a test of that package runs: {@code PackageExampleTests} has the same lines. */
class PackageExamplesTests {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\R(.*?)\\R \\* }</pre>", Pattern.DOTALL);
    /** A fixture's path, which the comment has from the project's folder and the test from the fixtures. */
    private static final Pattern FIXTURE = Pattern.compile("(Path\\.of\\(\"fixtures/|Fixtures\\.path\\(\")");

    @ParameterizedTest
    @ValueSource(strings = {"state", "machine", "hypervisor", "host", "scenario"})
    void examplesAreRun(String name) throws IOException {
        List<String> run = lines(Files.readString(find("test", name, "PackageExampleTests.java")));
        List<List<String>> examples = EXAMPLE.matcher(Files.readString(find("main", name, "package-info.java")))
                .results()
                .map(MatchResult::group)
                .map(PackageExamplesTests::exampleLines)
                .toList();
        assertThat(examples).isNotEmpty().allSatisfy(example -> assertThat(run).containsSubsequence(example));
    }

    private static Path find(String kind, String name, String file) throws IOException {
        Path end = Path.of("src", kind, "java", "org", "xsplice", name, file);
        List<Path> found =
                SourceFiles.all().stream().filter(path -> path.endsWith(end)).toList();
        assertThat(found).as(end.toString()).hasSize(1);
        return found.get(0);
    }

    private static List<String> exampleLines(String example) {
        List<String> lines = new ArrayList<>(lines(example.replaceAll("(?m)^ \\* ?", "")));
        lines.remove(0);
        lines.remove(lines.size() - 1);
        return lines;
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> FIXTURE.matcher(line).replaceAll(""))
                .map(line -> line.startsWith("static final class") ? line.substring("static ".length()) : line)
                .toList();
    }
}
