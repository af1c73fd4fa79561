// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that two hypervisors do differently, in full.
 *
 * @param simulated its lines
 * @param real its lines
 */
record FieldDifference(String field, List<String> simulated, List<String> real) {
    static FieldDifference of(String field, JsonNode simulated, JsonNode real) {
        return new FieldDifference(field, text(simulated), text(real));
    }

    private static List<String> text(JsonNode value) {
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            return value.asText().lines().toList();
        }
        List<String> lines = new ArrayList<>();
        value.forEach(v -> lines.add(v.isTextual() ? v.textValue() : v.toString()));
        return lines;
    }

    /** Returns it as a diff: lines of both are plain, those of the simulated one have -, those of the real one +. */
    List<String> lines() {
        int start = 0;
        while (start < shorter() && simulated.get(start).equals(real.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter() - start && last(simulated, end).equals(last(real, end))) {
            end++;
        }
        List<String> lines = new ArrayList<>();
        simulated.subList(0, start).forEach(l -> lines.add("  " + l));
        simulated.subList(start, simulated.size() - end).forEach(l -> lines.add("- " + l));
        real.subList(start, real.size() - end).forEach(l -> lines.add("+ " + l));
        real.subList(real.size() - end, real.size()).forEach(l -> lines.add("  " + l));
        return lines;
    }

    private int shorter() {
        return Math.min(simulated.size(), real.size());
    }

    private static String last(List<String> lines, int before) {
        return lines.get(lines.size() - 1 - before);
    }
}
