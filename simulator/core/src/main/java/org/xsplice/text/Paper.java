// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a transcript or a report is written on.
 *
 * @param style how the lines will be shown
 * @param width of a line, in characters
 * @param out takes each line
 */
public record Paper(Style style, int width, Consumer<PaintedLine> out) {
    public void line(String text) {
        line(Paint.NONE, text);
    }

    public void line(Paint paint, String text) {
        line(PaintedLine.of(paint, text));
    }

    public void line(PaintedLine line) {
        out.accept(line);
    }

    public void lines(List<PaintedLine> lines) {
        lines.forEach(out);
    }

    /** Writes text that may take several lines. */
    public void wrapped(String indent, String hanging, String text) {
        wrapped(Paint.NONE, indent, hanging, text);
    }

    /** Writes text that may take several lines. */
    public void wrapped(Paint paint, String indent, String hanging, String text) {
        Wrap.at(width, indent, hanging, Visible.text(text)).forEach(line -> line(paint, line));
    }
}
