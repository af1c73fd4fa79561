// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;

/** Shows how many blocks of each function have been reached, and which have not. */
public final class CoverageTable {
    private CoverageTable() {}

    /** Returns the lines: one for each function, then one for all, then one for each block that was not reached. */
    public static List<String> lines(Coverage coverage) {
        List<FunctionCoverage> functions = coverage.functions();
        int width = functions.stream()
                .mapToInt(f -> f.function().name().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(row(width, "function", "blocks", "reached", "%"));
        for (FunctionCoverage function : functions) {
            lines.add(row(width, function.function().name(), function.blocks(), function.reached()));
        }
        int blocks = functions.stream().mapToInt(FunctionCoverage::blocks).sum();
        int reached = functions.stream().mapToInt(FunctionCoverage::reached).sum();
        lines.add(row(width, "all", blocks, reached));
        for (FunctionCoverage function : functions) {
            for (CodeBlock block : function.missed()) {
                lines.add(format(
                        "not reached: %s+%#x  %s",
                        function.function().name(),
                        block.address() - function.function().address(),
                        block.instructions().get(0).text()));
            }
        }
        return lines;
    }

    private static String row(int width, String name, int blocks, int reached) {
        double percent = blocks == 0 ? 100 : 100.0 * reached / blocks;
        return row(width, name, blocks + "", reached + "", format("%.1f", percent));
    }

    private static String row(int width, String name, String blocks, String reached, String percent) {
        return format("%-" + Math.max(1, width) + "s %7s %8s %6s", name, blocks, reached, percent);
    }
}
