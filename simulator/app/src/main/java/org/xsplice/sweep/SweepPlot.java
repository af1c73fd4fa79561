// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.time.Duration;

/**
 * A sweep as a picture: for each load, how many runs succeed by CPUs and timeout; below, how long CPUs take to quiesce. The
 * colours can be told apart by people who are colour-blind, and in grey.
 */
public final class SweepPlot {
    private static final int MARGIN = 28;
    private static final int AXIS = 64;
    private static final int CELL_WIDTH = 54;
    private static final int CELL_HEIGHT = 30;
    private static final int HEAD = 96;
    private static final int PANELS_A_ROW = 3;
    private static final int CHART_WIDTH = 560;
    private static final int CHART_HEIGHT = 240;
    private static final int PER_CENT = 100;
    /** Of 9 in 10 actions. */
    private static final int MOST = 90;

    private static final String INK = "#333333";
    private static final String GRID = "#d9d9d9";
    /** Of the scale from 0 to 100 %, equally spaced: blue over grey to yellow, ever lighter (as cividis). */
    private static final int[] SCALE = {0x00204d, 0x414d6b, 0x7c7b78, 0xbcae6c, 0xffea46};
    /** One a load (Okabe and Ito). */
    private static final String[] LINES = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"};

    private final String title;
    private final List<Cell> cells;
    private final List<Integer> cpus;
    private final List<Duration> timeouts;
    private final List<Integer> loads;

    private SweepPlot(String title, List<Cell> cells) {
        this.title = title;
        this.cells = cells;
        cpus = cells.stream().map(Cell::cpus).distinct().toList();
        timeouts = cells.stream().map(Cell::timeout).distinct().toList();
        loads = cells.stream().map(Cell::load).distinct().toList();
    }

    /** Returns the picture as SVG. */
    public static String of(String title, List<Cell> cells) {
        return new SweepPlot(title, cells).draw();
    }

    private int panelWidth() {
        return AXIS + timeouts.size() * CELL_WIDTH + MARGIN;
    }

    private int panelHeight() {
        return 30 + cpus.size() * CELL_HEIGHT + 52;
    }

    private String draw() {
        int columns = Math.min(PANELS_A_ROW, loads.size());
        int rows = (loads.size() + columns - 1) / columns;
        int width = 2 * MARGIN + Math.max(columns * panelWidth(), AXIS + CHART_WIDTH + 130);
        int chartTop = HEAD + rows * panelHeight() + 46;
        int height = chartTop + CHART_HEIGHT + 80;
        Svg svg = new Svg(width, height, title, description());
        svg.heading(MARGIN, 36, 18, title);
        svg.label(
                MARGIN,
                58,
                "start",
                INK,
                format(
                        "Share of %d runs each in which all actions succeed",
                        cells.get(0).runs()));
        scale(svg, MARGIN, 70);
        for (int i = 0; i < loads.size(); i++) {
            panel(svg, MARGIN + i % columns * panelWidth(), HEAD + i / columns * panelHeight(), loads.get(i));
        }
        chart(svg, MARGIN + AXIS, chartTop);
        return svg.toString();
    }

    private String description() {
        return format(
                "%d to %d CPUs, timeouts from %s to %s ms, load %s",
                cpus.get(0),
                cpus.get(cpus.size() - 1),
                SweepTable.ms(timeouts.get(0)),
                SweepTable.ms(timeouts.get(timeouts.size() - 1)),
                String.join(", ", loads.stream().map(SweepTable::factor).toList()));
    }

    private static void scale(Svg svg, double x, double y) {
        svg.label(x, y + 12, "start", INK, "0 %");
        int steps = 50;
        for (int i = 0; i < steps; i++) {
            svg.rect(x + 30 + i * 3, y, 3.2, 15, colour(i * PER_CENT / (steps - 1)));
        }
        svg.label(x + 30 + steps * 3 + 8, y + 12, "start", INK, "100 %");
    }

    private void panel(Svg svg, double left, double top, int load) {
        double x0 = left + AXIS;
        double y0 = top + 30;
        double bottom = y0 + cpus.size() * CELL_HEIGHT;
        svg.heading(x0, top + 20, 14, "load " + SweepTable.factor(load));
        for (int row = 0; row < cpus.size(); row++) {
            double y = bottom - (row + 1) * CELL_HEIGHT;
            svg.label(x0 - 8, y + 20, "end", INK, Integer.toString(cpus.get(row)));
            for (int column = 0; column < timeouts.size(); column++) {
                int percent = cell(load, cpus.get(row), timeouts.get(column)).successPercent();
                double x = x0 + column * CELL_WIDTH;
                svg.rect(x, y, CELL_WIDTH - 1, CELL_HEIGHT - 1, colour(percent));
                svg.label(
                        x + CELL_WIDTH / 2.0,
                        y + 20,
                        "middle",
                        percent > 45 ? "#000000" : "#ffffff",
                        Integer.toString(percent));
            }
        }
        for (int column = 0; column < timeouts.size(); column++) {
            svg.label(
                    x0 + (column + 0.5) * CELL_WIDTH, bottom + 18, "middle", INK, SweepTable.ms(timeouts.get(column)));
        }
        svg.label(x0 + timeouts.size() * CELL_WIDTH / 2.0, bottom + 38, "middle", INK, "timeout (ms)");
        svg.upward(left + 18, (y0 + bottom) / 2, "CPUs");
    }

    private Cell cell(int load, int cpuCount, Duration timeout) {
        return cells.stream()
                .filter(c ->
                        c.load() == load && c.cpus() == cpuCount && c.timeout().equals(timeout))
                .findFirst()
                .orElseThrow();
    }

    /** The time to quiesce with the longest timeout: the others cut off what comes late. */
    private void chart(Svg svg, double x0, double top) {
        Duration longest = timeouts.stream().reduce(Duration.ZERO, Duration::max);
        double bottom = top + CHART_HEIGHT;
        svg.heading(
                x0,
                top - 28,
                14,
                format("Time until all CPUs stand still, with a timeout of %s ms", SweepTable.ms(longest)));
        svg.label(x0, top - 10, "start", INK, "9 of 10 actions that quiesced took at most this long");
        double step = step(cells.stream()
                .filter(c -> c.timeout().equals(longest))
                .flatMap(c -> c.quiesce(MOST).stream())
                .reduce(Duration.ZERO, Duration::max));
        int ticks = 5;
        for (int tick = 0; tick <= ticks; tick++) {
            double y = bottom - (double) CHART_HEIGHT * tick / ticks;
            svg.line(x0, y, x0 + CHART_WIDTH, y, GRID, "none");
            svg.label(x0 - 8, y + 4, "end", INK, SweepTable.ms(Duration.ofNanos(Math.round(step * tick))));
        }
        double limit = bottom - longest.nanos() * CHART_HEIGHT / (step * ticks);
        if (limit >= top) {
            svg.line(x0, limit, x0 + CHART_WIDTH, limit, INK, "6 4");
            svg.label(x0 + CHART_WIDTH - 4, limit - 5, "end", INK, "timeout");
        }
        for (int i = 0; i < cpus.size(); i++) {
            svg.label(at(x0, i), bottom + 18, "middle", INK, Integer.toString(cpus.get(i)));
        }
        svg.label(x0 + CHART_WIDTH / 2.0, bottom + 38, "middle", INK, "CPUs");
        svg.upward(x0 - AXIS + 18, (top + bottom) / 2, "time (ms)");
        for (int i = 0; i < loads.size(); i++) {
            curve(svg, x0, bottom, longest, i, CHART_HEIGHT / (step * ticks));
        }
    }

    private double at(double x0, int index) {
        return x0 + CHART_WIDTH * (index + 0.5) / cpus.size();
    }

    private void curve(Svg svg, double x0, double bottom, Duration timeout, int index, double perNs) {
        String colour = LINES[index % LINES.length];
        List<String> points = new ArrayList<>();
        for (int i = 0; i < cpus.size(); i++) {
            Optional<Duration> time =
                    cell(loads.get(index), cpus.get(i), timeout).quiesce(MOST);
            if (time.isPresent()) {
                double x = at(x0, i);
                double y = bottom - time.get().nanos() * perNs;
                points.add(point(x, y));
                svg.polygon(marker(index, x, y), colour);
            }
        }
        svg.polyline(String.join(" ", points), colour);
        double y = bottom - CHART_HEIGHT + 14 + index * 22;
        double x = x0 + CHART_WIDTH + 16;
        svg.polyline(point(x, y - 4) + " " + point(x + 28, y - 4), colour);
        svg.polygon(marker(index, x + 14, y - 4), colour);
        svg.label(x + 36, y, "start", INK, "load " + SweepTable.factor(loads.get(index)));
    }

    /** A regular polygon with ever more corners, so that lines can be told apart without colours. */
    private static String marker(int index, double x, double y) {
        int corners = 3 + index;
        List<String> points = new ArrayList<>();
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            points.add(point(x + 5.5 * StrictMath.sin(angle), y - 5.5 * StrictMath.cos(angle)));
        }
        return String.join(" ", points);
    }

    private static String point(double x, double y) {
        return format("%.1f,%.1f", x, y);
    }

    /** The smallest round number of which five reach that far. */
    private static double step(Duration reach) {
        for (long power = 1000; ; power *= 10) {
            for (int factor : new int[] {1, 2, 3, 4, 5, 6, 8}) {
                if (5 * factor * power >= reach.nanos()) {
                    return factor * power;
                }
            }
        }
    }

    private static String colour(int percent) {
        double place = percent / 100.0 * (SCALE.length - 1);
        int from = Math.min((int) place, SCALE.length - 2);
        double share = place - from;
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = SCALE[from] >> shift & 0xff;
            int b = SCALE[from + 1] >> shift & 0xff;
            mixed = mixed << 8 | (int) Math.round(a + (b - a) * share);
        }
        return format("#%06x", mixed);
    }
}
