// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Lines are compared with patterns. */
class LineDiffTests {
    @Test
    void linesThatFitAreNoDifference() {
        List<LinePattern> patterns = List.of(
                new LinePattern.Exact("a"),
                new LinePattern.Anything(),
                new LinePattern.Regex(Pattern.compile("c+")),
                new LinePattern.Anything());
        assertThat(LineDiff.between(patterns, List.of("a", "c"))).isEmpty();
        assertThat(LineDiff.between(patterns, List.of("a", "x", "y", "xccx", "z")))
                .isEmpty();
        assertThat(LineDiff.between(patterns, List.of("b", "c"))).isNotEmpty();
        assertThat(LineDiff.between(List.of(), List.of())).isEmpty();
    }

    @Test
    void differencesStandWhereTheyAre() {
        List<LinePattern> patterns =
                List.of(new LinePattern.Exact("a"), new LinePattern.Exact("b"), new LinePattern.Exact("c"));
        assertThat(LineDiff.between(patterns, List.of("a", "x", "c", "d")))
                .extracting(DiffLine::toString)
                .containsExactly("  a", "- b", "+ x", "  c", "+ d");
    }
}
