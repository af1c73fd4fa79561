// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Style;

/** Nothing that is printed is obeyed by a terminal, whichever way it goes. */
class OutputTests {
    private static final String HOSTILE = "\u001b[2J\r\u009b31m\u202e\u007f\u0000x";
    private static final String SHOWN = "\\u{1b}[2J\\u{d}\\u{9b}31m\\u{202e}\\u{7f}\\u{0}x";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Output output = Output.of(out, err);

    @Test
    void everyWayToPrint() {
        output.line(HOSTILE);
        output.wrapped("", HOSTILE);
        output.line(PaintedLine.of(HOSTILE));
        output.out().printf("%s%n", HOSTILE);
        output.out().write(HOSTILE + "\n");
        assertThat(out.toString().lines()).hasSize(5).allMatch(SHOWN::equals);
    }

    @Test
    void everyWayToSayWhatWentWrong() {
        output.error(HOSTILE);
        output.err().println(new IllegalStateException(HOSTILE));
        new IllegalStateException(HOSTILE).printStackTrace(output.err());
        assertThat(err.toString()).contains("xsplice: " + SHOWN);
        assertThat(err.toString().split(java.util.regex.Pattern.quote(SHOWN), -1))
                .hasSize(4);
        assertThat(err.toString().replace("\n", "").replace("\t", "").chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void nobodyElseMakesALine() {
        output.line("a\nxsplice: b");
        output.error("c\nd");
        assertThat(out).hasToString("a\\u{a}xsplice: b\n");
        assertThat(err).hasToString("xsplice: c\\u{a}d\n");
    }

    @Test
    void whatHasSeveralLinesIsSaidInSeveral() {
        output.error(List.of("the planes disagree", "  model: a\nb", "  xen: c"));
        assertThat(err).hasToString("xsplice: the planes disagree\n  model: a\\u{a}b\n  xen: c\n");
    }

    @Test
    void coloursStillWork() {
        Output coloured = new Output(output.out(), output.err(), Style.COLOUR, 80);
        coloured.line(PaintedLine.of(Paint.RED, HOSTILE).and("\n"));
        assertThat(out).hasToString("\u001b[31m" + SHOWN + "\u001b[0m\\u{a}\n");
    }

    @Test
    void statusLinesAreErasedByUsOnly() {
        output.status("checking " + HOSTILE);
        assertThat(err).hasToString("\r\u001b[Kchecking " + SHOWN);
    }

    @Test
    void aCharacterThatComesInTwoHalvesIsWhole() {
        output.out().write("\ud83d");
        output.out().write("\ude00");
        output.out().write("\ud83d");
        output.flush();
        output.out().write("\ude00");
        output.flush();
        assertThat(out).hasToString("😀\\u{d83d}\\u{de00}");
    }
}
