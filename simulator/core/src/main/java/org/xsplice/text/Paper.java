// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a transcript or a report is written on.
 *
 * @param width of a line, in characters
 * @param out takes each line, without line end
 */
public record Paper(Style style, int width, Consumer<String> out) {
    public void line(String text) {
        out.accept(text);
    }

    public void lines(List<String> lines) {
        lines.forEach(out);
    }

    /** Writes text that may take several lines. */
    public void wrapped(UnaryOperator<String> paint, String indent, String hanging, String text) {
        Wrap.at(width, indent, hanging, text).forEach(line -> out.accept(paint.apply(line)));
    }
}
