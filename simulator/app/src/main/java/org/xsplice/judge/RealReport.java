// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.xsplice.real.Account;

/** How a simulated and a real Xen compared, for people. */
public final class RealReport {
    /** The column of verdicts; the others before it get at most so much of a line. */
    private static final int VERDICT = 3;

    private static final int[] PERCENT = {30, 26, 26};
    private static final String GAP = "  ";
    private static final String NOTHING = "-";
    /** In what Xen says then. */
    private static final String TIMED_OUT = ": Timed out on semaphore in ";

    private record Row(AskedStep step, Optional<ComparedStep> compared) {}

    private final List<Row> rows;
    private final Account account;

    private RealReport(List<Row> rows, Account account) {
        this.rows = rows;
        this.account = account;
    }

    static RealReport of(List<AskedStep> steps, List<Side> simulated, Account account) {
        Iterator<Side> ours = simulated.iterator();
        Iterator<Side> theirs = RealSide.of(account, simulated.size()).iterator();
        List<Row> rows = new ArrayList<>();
        for (AskedStep step : steps) {
            rows.add(new Row(step, step.command().map(c -> ComparedStep.of(step, ours.next(), theirs.next()))));
        }
        return new RealReport(rows, account);
    }

    /** Returns whether they agree in everything. */
    public boolean same() {
        return compared().stream().allMatch(ComparedStep::same);
    }

    /**
     * Returns whether CPUs of the real machine alone did not meet in time: it runs in real time, on a host that may be busy.
     */
    public boolean realOneWasLate() {
        return compared().stream().anyMatch(c -> timedOut(c.real()) && !timedOut(c.simulated()));
    }

    private static boolean timedOut(Side side) {
        return side instanceof Side.Survived lives
                && lives.seen().path("xen_log").toString().contains(TIMED_OUT);
    }

    private List<ComparedStep> compared() {
        return rows.stream().flatMap(r -> r.compared().stream()).toList();
    }

    /**
     * Writes a table, the differences in full, why steps were passed over, and a verdict.
     *
     * @param width of a line in the table
     */
    public List<String> lines(int width) {
        List<String> lines = new ArrayList<>(table(width));
        compared().stream().filter(ComparedStep::same).forEach(c -> death(c, lines));
        compared().stream().filter(c -> !c.same()).forEach(c -> differences(c, lines));
        List<Row> passedOver = rows.stream().filter(r -> r.compared().isEmpty()).toList();
        if (!passedOver.isEmpty()) {
            lines.add("");
            passedOver.forEach(r -> lines.add(
                    "skipped: step " + title(r.step()) + ": " + r.step().remark()));
        }
        lines.add("");
        lines.add(verdict());
        return lines;
    }

    private List<String> table(int width) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("step", "simulated", "real", "same?"));
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = new int[VERDICT];
        for (int column = 0; column < VERDICT; column++) {
            int of = column;
            int widest =
                    cells.stream().mapToInt(row -> row.get(of).length()).max().orElse(0);
            widths[column] = Math.min(widest, width * PERCENT[column] / 100);
        }
        return cells.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> cells(Row row) {
        String title = title(row.step());
        return row.compared()
                .map(c -> List.of(
                        title,
                        SideSummary.of(row.step(), c.simulated()),
                        SideSummary.of(row.step(), c.real()),
                        !c.taken() ? NOTHING : c.same() ? "same" : "DIFFERENT"))
                .orElseGet(() -> List.of(title, NOTHING, NOTHING, "skipped"));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < VERDICT; column++) {
            line.append(cell(row.get(column), widths[column])).append(GAP);
        }
        return line.append(row.get(VERDICT)).toString();
    }

    private static String title(AskedStep step) {
        return step.number() + " " + step.operation().commandLine();
    }

    private static String cell(String text, int width) {
        return text.length() <= width ? text + " ".repeat(width - text.length()) : text.substring(0, width - 3) + "...";
    }

    private static void death(ComparedStep compared, List<String> lines) {
        if (compared.real() instanceof Side.Died died) {
            lines.add("");
            lines.add("both died in step " + title(compared.step()) + ": " + died.report());
        }
    }

    private static void differences(ComparedStep compared, List<String> lines) {
        lines.add("");
        lines.add("step " + title(compared.step()) + " (- simulated, + real)");
        for (FieldDifference difference : compared.differences()) {
            lines.add("  " + difference.field());
            difference.lines().forEach(l -> lines.add("    " + l));
        }
    }

    private String verdict() {
        List<ComparedStep> taken =
                compared().stream().filter(ComparedStep::taken).toList();
        long different = taken.stream().filter(c -> !c.same()).count();
        String result = different == 0
                ? format("same  all %d steps compared agree", taken.size())
                : format("DIFFERENT  %d of %d steps compared", different, taken.size());
        return result + " (" + account.accelerator().word() + format(", %.0f s)", account.seconds());
    }
}
