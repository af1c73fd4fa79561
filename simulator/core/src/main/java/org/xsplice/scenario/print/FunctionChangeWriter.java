// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.xsplice.scenario.run.CodeView;
import org.xsplice.scenario.run.FunctionChange;
import org.xsplice.text.Style;

/** Writes what became of a stretch of code: before and after, the changed bytes marked. */
final class FunctionChangeWriter {
    private static final int BYTES_A_LINE = 8;
    private static final String MARGIN = "              ";

    private final Style style;
    private final FunctionChange change;
    private final List<String> lines = new ArrayList<>();

    private FunctionChangeWriter(Style style, FunctionChange change) {
        this.style = style;
        this.change = change;
    }

    static List<String> lines(Style style, FunctionChange change) {
        FunctionChangeWriter writer = new FunctionChangeWriter(style, change);
        writer.lines.add("  " + style.bold(change.where())
                + " at %016x, changed by %s:".formatted(change.address(), change.cause()));
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
                String margin = pad(label, MARGIN.length() - 2) + (changed ? style.green("> ") : "  ");
                String text = at == line.offset() ? line.text() : "";
                lines.add((margin + bytes(view, at, until, marked) + "  " + text).stripTrailing());
                if (changed && style == Style.PLAIN) {
                    lines.add(MARGIN + marks(at, until));
                }
                label = "";
            }
        }
    }

    private String bytes(CodeView view, int from, int to, boolean after) {
        StringBuilder hex = new StringBuilder();
        for (int i = from; i < from + BYTES_A_LINE; i++) {
            String digits = i < to ? "%02x".formatted(view.bytes().at(i)) : "  ";
            boolean changed = i < to && change.changed().get(i);
            hex.append(!changed ? digits : after ? style.green(digits) : style.red(digits))
                    .append(' ');
        }
        return hex.toString();
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
