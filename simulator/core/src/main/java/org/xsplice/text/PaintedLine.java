// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line for people, in parts that may have colours. The texts are as they came, whoever wrote them; {@link Style#text} makes
 * of it what a terminal can be given.
 */
public record PaintedLine(List<Part> parts) {
    /** A part that looks the same throughout. */
    public record Part(Paint paint, String text) {}

    public PaintedLine {
        parts = List.copyOf(parts);
    }

    public static PaintedLine of(String text) {
        return of(Paint.NONE, text);
    }

    public static PaintedLine of(Paint paint, String text) {
        return new PaintedLine(List.of(new Part(paint, text)));
    }

    /** Returns this line with more behind it. */
    public PaintedLine and(String text) {
        return and(Paint.NONE, text);
    }

    /** Returns this line with more behind it. */
    public PaintedLine and(Paint paint, String text) {
        return new PaintedLine(
                Stream.concat(parts.stream(), Stream.of(new Part(paint, text))).toList());
    }

    /** Returns the line as a report without colours shows it. */
    @Override
    public String toString() {
        return parts.stream().map(part -> Visible.line(part.text())).collect(Collectors.joining());
    }
}
