// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.time.Duration;

/** A sweep as text, and as files that other programs read. */
public final class SweepTable {
    private static final String HEADER = "cpus,timeout_ns,load_percent,runs,passed,timed_out,failed,quiesce_median_ns,"
            + "quiesce_p90_ns,quiesce_max_ns";
    private static final int MEDIAN = 50;
    private static final int MOST = 90;
    private static final int ALL = 100;

    private SweepTable() {}

    /** Returns the cells as CSV, with a header; a time that there is none of is empty. */
    public static String csv(List<Cell> cells) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Cell cell : cells) {
            text.append(format(
                    "%d,%d,%d,%d,%d,%d,%d",
                    cell.cpus(),
                    cell.timeout().nanos(),
                    cell.load(),
                    cell.runs(),
                    cell.passed(),
                    cell.timedOut(),
                    cell.failed()));
            for (int percent : new int[] {MEDIAN, MOST, ALL}) {
                text.append(',');
                cell.quiesce(percent).map(Duration::nanos).ifPresent(text::append);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Returns a table for people: for each load, the success in per cent by CPUs and timeout. */
    public static List<String> lines(List<Cell> cells) {
        List<String> lines = new ArrayList<>();
        List<Duration> timeouts = cells.stream().map(Cell::timeout).distinct().toList();
        for (int load : cells.stream().map(Cell::load).distinct().toList()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add("load " + factor(load)
                    + ": successful runs in %, and the time in ms in which 9 of 10 actions quiesce");
            StringBuilder head = new StringBuilder("  CPUs");
            timeouts.forEach(t -> head.append(format("%8s", ms(t) + "ms")));
            lines.add(head.append("      time").toString());
            for (int cpus : cells.stream().map(Cell::cpus).distinct().toList()) {
                List<Cell> row = cells.stream()
                        .filter(c -> c.load() == load && c.cpus() == cpus)
                        .toList();
                StringBuilder line = new StringBuilder(format("%6d", cpus));
                row.forEach(cell -> line.append(format("%8d", cell.successPercent())));
                String time = row.get(row.size() - 1)
                        .quiesce(MOST)
                        .map(SweepTable::ms)
                        .orElse("-");
                lines.add(line.append(format("%10s", time)).toString());
            }
        }
        return lines;
    }

    /** Writes a load as the factor that users give. */
    static String factor(int percent) {
        return shortened(percent / 100.0);
    }

    /** Writes a time in milliseconds. */
    static String ms(Duration duration) {
        return shortened(duration.nanos() / 1e6);
    }

    private static String shortened(double number) {
        String text = format("%.3f", number);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
