// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.xsplice.scenario.run.CodeView;
import org.xsplice.scenario.run.FunctionChange;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Style;

/** Writes what became of a stretch of code: before and after, the changed bytes marked. */
final class FunctionChangeWriter {
    private static final int BYTES_A_LINE = 8;
    private static final String MARGIN = "              ";

    private final Style style;
    private final FunctionChange change;
    private final List<PaintedLine> lines = new ArrayList<>();

    private FunctionChangeWriter(Style style, FunctionChange change) {
        this.style = style;
        this.change = change;
    }

    static List<PaintedLine> lines(Style style, FunctionChange change) {
        FunctionChangeWriter writer = new FunctionChangeWriter(style, change);
        writer.lines.add(PaintedLine.of("  ")
                .and(Paint.BOLD, change.where())
                .and(format(" at %016x, changed by %s:", change.address(), change.cause())));
        writer.view("before", change.before(), false);
        writer.view("after", change.after(), true);
        return writer.lines;
    }

    private void view(String title, CodeView view, boolean marked) {
        String label = "    " + title;
        for (CodeView.Line line : view.lines()) {
            int end = line.offset() + line.length();
            for (int at = line.offset(); at < end; at += BYTES_A_LINE) {
                int until = Math.min(end, at + BYTES_A_LINE);
                boolean changed = marked && !change.changed().get(at, until).isEmpty();
                PaintedLine margin = PaintedLine.of(pad(label, MARGIN.length() - 2))
                        .and(changed ? Paint.GREEN : Paint.NONE, changed ? "> " : "  ");
                String text = at == line.offset() ? line.text() : "";
                PaintedLine bytes = bytes(margin, view, at, until, marked);
                lines.add(text.isEmpty() ? bytes : bytes.and(behind(until - at) + text));
                if (changed && style == Style.PLAIN) {
                    lines.add(PaintedLine.of(MARGIN + marks(at, until)));
                }
                label = "";
            }
        }
    }

    private PaintedLine bytes(PaintedLine margin, CodeView view, int from, int to, boolean after) {
        PaintedLine line = margin;
        for (int i = from; i < to; i++) {
            Paint paint = !change.changed().get(i) ? Paint.NONE : after ? Paint.GREEN : Paint.RED;
            line = line.and(i == from ? "" : " ")
                    .and(paint, format("%02x", view.bytes().at(i)));
        }
        return line;
    }

    /** Returns the room between bytes and the instruction that they are. */
    private static String behind(int bytes) {
        return "   ".repeat(1 + BYTES_A_LINE - bytes);
    }

    private String marks(int from, int to) {
        StringBuilder marks = new StringBuilder();
        BitSet changed = change.changed();
        for (int i = from; i < to; i++) {
            marks.append(changed.get(i) ? "^^ " : "   ");
        }
        return marks.toString().stripTrailing();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
