// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions that would never come to an end. */
class EndlessPatternTests {
    private static LinePattern regex(String expression) {
        return new LinePattern.Regex(Pattern.compile(expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(.*)(.*)(.*)(.*)(.*)(.*)(.*)z", "(a+)+\\1b", "a*a*a*a*a*a*a*a*b", "(a|aa)+\\1b", "^(a+)+\\1$"})
    void areGivenUp(String expression) {
        String line = "a".repeat(200) + "!";
        assertThatThrownBy(() -> regex(expression).matches(line))
                .isInstanceOfSatisfying(EndlessPatternException.class, e -> {
                    assertThat(e.pattern()).isEqualTo("/" + expression + "/");
                    assertThat(e.line()).isEqualTo(line);
                });
    }

    /** Java's engine calls itself for each of these characters. */
    @Test
    void areGivenUpWhereTheStackEnds() {
        assertThatThrownBy(() -> regex("(a|b)*c").matches("ab".repeat(500_000)))
                .isInstanceOf(EndlessPatternException.class);
    }

    @Test
    void othersSeeTheSameTextAsEver() {
        assertThat(regex("^b(?<x>.)\\k<x>(?=d)d$").matches("bccd")).isTrue();
        assertThat(regex("(?<=a)b\\b").matches("xab c")).isTrue();
        assertThat(regex("\\d+ functions").matches("Applying 12 functions")).isTrue();
        assertThat(regex(".*end$").matches("x".repeat(2_000) + "end")).isTrue();
    }
}
