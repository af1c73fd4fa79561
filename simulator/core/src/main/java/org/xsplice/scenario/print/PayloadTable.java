// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.scenario.expect.ExpectErrno;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;

/** Writes the payloads with their states as a table. */
final class PayloadTable {
    private static final int NAME_MAX = 40;

    private PayloadTable() {}

    static List<PaintedLine> lines(List<PayloadStatus> payloads) {
        if (payloads.isEmpty()) {
            return List.of(PaintedLine.of("  ").and(Paint.DIM, "no payloads"));
        }
        int width = payloads.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        String format = "  %-" + Math.min(NAME_MAX, Math.max("payload".length(), width)) + "s  %-7s  %s";
        List<PaintedLine> lines = new ArrayList<>();
        lines.add(PaintedLine.of(Paint.DIM, format(format, "payload", "state", "rc")));
        for (PayloadStatus payload : payloads) {
            lines.add(PaintedLine.of(
                    format(format, cut(payload.name()), payload.stateName(), ExpectErrno.text(payload.rc()))));
        }
        return lines;
    }

    private static String cut(String name) {
        return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX - 3) + "...";
    }
}
