// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.stream.Collectors;

/** How transcripts and reports look: with the colours of a terminal, or without. */
public enum Style {
    PLAIN,
    COLOUR;

    /** Returns what a terminal is given for a line: {@link Visible} text, and colours that only this method adds. */
    public String text(PaintedLine line) {
        return switch (this) {
            case PLAIN -> line.toString();
            case COLOUR ->
                line.parts().stream()
                        .map(part -> part.paint().on(Visible.line(part.text())))
                        .collect(Collectors.joining());
        };
    }
}
