// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTests {
    private static final Set<Byte> HARMFUL = Set.of(
            Character.CONTROL, Character.FORMAT, Character.UNASSIGNED, Character.SURROGATE, Character.LINE_SEPARATOR);

    @Test
    void noCharacterOfAllIsObeyed() {
        List<String> obeyed = new ArrayList<>();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String one = "a" + Character.toString(c) + "b";
            boolean layout = c == '\t';
            if (!layout && isObeyed(Visible.line(one))) {
                obeyed.add("line U+" + Integer.toHexString(c));
            }
            if (c != '\n' && isObeyed(Visible.json(one))) {
                obeyed.add("JSON U+" + Integer.toHexString(c));
            }
        }
        assertThat(obeyed).isEmpty();
    }

    private static boolean isObeyed(String text) {
        return text.codePoints().anyMatch(c -> HARMFUL.contains((byte) Character.getType(c)));
    }

    @ParameterizedTest
    @CsvSource({
        "1b, \\u{1b}",
        "0d, \\u{d}",
        "7f, \\u{7f}",
        "9b, \\u{9b}",
        "202e, \\u{202e}",
        "d800, \\u{d800}",
        "e0041, \\u{e0041}",
        "e4, ä",
        "1f600, 😀",
        "5c, \\"
    })
    void theNotation(String number, String expected) {
        assertThat(Visible.text(Character.toString(Integer.parseInt(number, 16))))
                .isEqualTo(expected);
    }

    @Test
    void layoutStaysWhereItIsLayout() {
        assertThat(Visible.text("a\n\tb\u001b\r\n")).isEqualTo("a\n\tb\\u{1b}\\u{d}\n");
        assertThat(Visible.line("a\n\tb")).isEqualTo("a\\u{a}\tb");
    }

    @Test
    void jsonMeansWhatItMeant() {
        assertThat(Visible.json("{\n\"\u007f\": \"\u202e\udb40\udc41ä\"\n}"))
                .isEqualTo("{\n\"\\u007f\": \"\\u202e\\udb40\\udc41ä\"\n}");
    }

    @Test
    void coloursAreAddedAroundVisibleText() {
        PaintedLine line =
                PaintedLine.of("\u001b[0m").and(Paint.RED, "\u001b[2J\n").and(Paint.BOLD, "");
        assertThat(Style.PLAIN.text(line)).isEqualTo("\\u{1b}[0m\\u{1b}[2J\\u{a}");
        assertThat(Style.COLOUR.text(line)).isEqualTo("\\u{1b}[0m\u001b[31m\\u{1b}[2J\\u{a}\u001b[0m");
    }
}
