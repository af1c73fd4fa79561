// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.ArrayList;
import java.util.List;

/** Compares lines with patterns: the easiest way from the one to the other. */
public final class LineDiff {
    /** A line that is missing weighs more than one too many: it is better to match a line than to skip it. */
    private static final int MISSING = 3;

    private final List<LinePattern> expected;
    private final List<String> actual;
    /** Weight of the differences between what comes from the i-th pattern and from the j-th line on. */
    private final int[][] cost;

    private LineDiff(List<LinePattern> expected, List<String> actual) {
        this.expected = expected;
        this.actual = actual;
        cost = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size(); i >= 0; i--) {
            for (int j = actual.size(); j >= 0; j--) {
                cost[i][j] = cheapest(i, j);
            }
        }
    }

    /** Returns an empty list where every line is as it should be. */
    public static List<DiffLine> between(List<LinePattern> expected, List<String> actual) {
        LineDiff diff = new LineDiff(expected, actual);
        return diff.cost[0][0] == 0 ? List.of() : diff.lines();
    }

    private int cheapest(int i, int j) {
        int patterns = expected.size() - i;
        int lines = actual.size() - j;
        if (patterns == 0) {
            return lines;
        }
        boolean anything = expected.get(i) instanceof LinePattern.Anything;
        int best = cost[i + 1][j] + (anything ? 0 : MISSING);
        if (lines > 0) {
            best = Math.min(best, cost[i][j + 1] + (anything ? 0 : 1));
            if (expected.get(i).matches(actual.get(j))) {
                best = Math.min(best, cost[i + 1][j + 1]);
            }
        }
        return best;
    }

    private List<DiffLine> lines() {
        List<DiffLine> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < actual.size()) {
            boolean both = i < expected.size() && j < actual.size();
            boolean anything = i < expected.size() && expected.get(i) instanceof LinePattern.Anything;
            if (both && expected.get(i).matches(actual.get(j)) && !anything && cost[i][j] == cost[i + 1][j + 1]) {
                lines.add(new DiffLine(DiffLine.Kind.BOTH, actual.get(j++)));
                i++;
            } else if (i < expected.size() && cost[i][j] == cost[i + 1][j] + (anything ? 0 : MISSING)) {
                lines.add(new DiffLine(anything ? DiffLine.Kind.BOTH : DiffLine.Kind.EXPECTED, text(i++)));
            } else {
                lines.add(new DiffLine(anything ? DiffLine.Kind.BOTH : DiffLine.Kind.ACTUAL, actual.get(j++)));
            }
        }
        return lines;
    }

    private String text(int i) {
        return expected.get(i).toString();
    }
}
