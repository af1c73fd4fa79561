// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a transcript is written on.
 *
 * @param width of a line, in characters
 * @param out takes each line, without line end
 */
record Paper(Style style, int width, Consumer<String> out) {
    void line(String text) {
        out.accept(text);
    }

    void lines(List<String> lines) {
        lines.forEach(out);
    }

    /** Writes text that may take several lines. */
    void wrapped(UnaryOperator<String> paint, String indent, String hanging, String text) {
        Wrap.at(width, indent, hanging, text).forEach(line -> out.accept(paint.apply(line)));
    }
}
