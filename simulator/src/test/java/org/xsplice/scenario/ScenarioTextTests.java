// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.text.NearMiss;
import org.xsplice.text.Wrap;

/** The small readers and writers of text. */
class ScenarioTextTests {
    @ParameterizedTest
    @CsvSource({"0ns, 0", "250us, 250000", "30ms, 30000000", "1s, 1000000000", "999999999s, 999999999000000000"})
    void readsDurations(String text, long ns) {
        assertThat(Durations.parse(text)).hasValue(ns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "ms", "-1ms", "1.5ms", "1 ms", "1m", "1000000000s", "99999999999999999999ns"})
    void rejectsWhatIsNoDuration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ns",
        "999, 999ns",
        "1000, 1us",
        "1500, 1.5us",
        "130111000, 130.111ms",
        "30002000, 30.002ms",
        "60000000000, 60s",
        "1000999, 1ms"
    })
    void writesDurations(long ns, String text) {
        assertThat(Durations.text(ns)).isEqualTo(text);
    }

    @Test
    void readsNumbers() {
        assertThat(Numbers.parse("-17")).hasValue(-17);
        assertThat(Numbers.parse("0xffff82d040200000")).hasValue(0xffff82d040200000L);
        assertThat(Numbers.parse("0x")).isEqualTo(OptionalLong.empty());
        assertThat(Numbers.parse("ten")).isEmpty();
        assertThat(Numbers.parse("9223372036854775808")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "uplod, upload",
        "uplaod, upload",
        "uploads, upload",
        "Upload, upload",
        "lst, list",
        "x, ''",
        "something, ''"
    })
    void guessesWhatWasMeant(String word, String meant) {
        assertThat(NearMiss.of(word, List.of("upload", "unload", "list", "apply")))
                .isEqualTo(meant);
    }

    @Test
    void theNearestOfSeveralIsMeant() {
        assertThat(NearMiss.of("inload", List.of("upload", "unload"))).isEqualTo("unload");
    }

    @Test
    void breaksLinesBetweenWords() {
        assertThat(Wrap.at(10, "", "  ", "one two three four")).containsExactly("one two", "  three", "  four");
        assertThat(Wrap.at(10, "> ", "  ", "short")).containsExactly("> short");
        assertThat(Wrap.at(10, "", "", "")).containsExactly("");
    }

    @Test
    void breaksWordsThatAreTooLong() {
        assertThat(Wrap.at(6, "", "  ", "abcdefghijklm")).containsExactly("abcdef", "  ghij", "  klm");
        assertThat(Wrap.at(6, "", "  ", "  abcdefgh")).containsExactly("  abcd", "  efgh");
    }

    @Test
    void keepsBlanksWithinALine() {
        assertThat(Wrap.at(20, "", "", "    name  patch")).containsExactly("    name  patch");
    }

    @Test
    void quotesWhatIsNotPrintable() {
        assertThat(new ReturnValue.Text("a\"b\\c\u0001\u00e9").text()).isEqualTo("\"a\\\"b\\\\c\\x01\\xe9\"");
    }

    @Test
    void showsLargeNumbersInHexAsWell() {
        assertThat(new ReturnValue.Number(-14).text()).isEqualTo("-14");
        assertThat(new ReturnValue.Number(0x10000).text()).isEqualTo("65536 (0x10000)");
    }

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
