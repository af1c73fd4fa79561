// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xsplice.scenario.expect.DiffLine;
import org.xsplice.scenario.expect.LineDiff;
import org.xsplice.scenario.expect.LinePattern;
import org.xsplice.support.Fixtures;

/**
 * Transcripts as they are meant to be, in fixtures/scenarios/transcripts. With {@code -Dxsplice.bless=true} they are
 * replaced by what is, and the difference is printed.
 */
public final class Golden {
    private Golden() {}

    public static void compare(String name, List<String> actual) throws IOException {
        Path file = Fixtures.path("scenarios/transcripts").resolve(name);
        List<String> expected = Files.exists(file) ? Files.readAllLines(file) : List.of();
        List<LinePattern> patterns =
                expected.stream().<LinePattern>map(LinePattern.Exact::new).toList();
        List<DiffLine> difference = LineDiff.between(patterns, actual);
        if (Boolean.getBoolean("xsplice.bless")) {
            difference.stream()
                    .filter(line -> line.kind() != DiffLine.Kind.BOTH)
                    .forEach(System.out::println);
            Files.createDirectories(file.getParent());
            Files.write(file, actual);
        } else {
            assertThat(difference)
                    .as("%s (- as it was, + as it is; -Dxsplice.bless=true takes it over)", name)
                    .isEmpty();
        }
    }
}
