// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xsplice.support.Fixtures;

/**
 * A moment or a length of time has its type wherever others see it: in fields, components, parameters and results. Only the
 * types themselves, and the binding of Unicorn, have numbers there.
 */
class TimesTests {
    private static final List<String> EXCEPT = List.of("/time/", "/UnicornNative.java");

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern NUMBER =
            Pattern.compile("\\b(?:long|Long|OptionalLong)(?:>|\\[\\]|\\.{3})*\\s+(\\w+)\\s*"
                    + "(?:[,)(]|(?<=(?:private|public|protected|static|final)\\s[^;{}()]{0,80})[;=])");
    private static final Pattern TIME =
            Pattern.compile("(?:Ns|NS|^ns|[nN]anos|NANOS|(?i:timeouts?|deadline|duration)|^due|^now|^lasts)$");

    @Test
    void timesAreNoNumbers() throws IOException {
        try (Stream<Path> files = Files.walk(Fixtures.path("../simulator"))) {
            List<Path> sources = files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(100);
            assertThat(sources.stream()
                            .filter(file -> EXCEPT.stream().noneMatch(file.toString()::contains))
                            .flatMap(file -> numbers(read(file)).map(name -> file.getFileName() + ": " + name)))
                    .isEmpty();
        }
    }

    @Test
    void findsThem() {
        assertThat(numbers("record R(int a, long timeoutNs, Optional<Long> time) {}"))
                .containsExactly("timeoutNs");
        assertThat(numbers("private static final long LONG_NS = 5;")).containsExactly("LONG_NS");
        assertThat(numbers("private long deadline;")).containsExactly("deadline");
        assertThat(numbers("List<Long> timeouts) { long now() {")).containsExactly("timeouts", "now");
        assertThat(numbers("long timeoutCode; /** how long timeout, */ private long address; long ns = 1;"))
                .isEmpty();
    }

    private static Stream<String> numbers(String source) {
        return NUMBER.matcher(COMMENT.matcher(source).replaceAll(""))
                .results()
                .map(found -> found.group(1))
                .filter(name -> TIME.matcher(name).find());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
