// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.xsplice.text.Formats.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Compares what was recorded with what is seen, field by field, and tells the first place of a field that differs. */
final class FieldComparison {
    private static final int SHOWN_MAX = 100;
    private static final int SHOWN_BEFORE = 20;

    private FieldComparison() {}

    /**
     * Compares some fields; one that was not recorded is passed over.
     *
     * @return in the order of the names, at most one each
     */
    static List<Mismatch> compare(List<String> fields, ObjectNode expected, ObjectNode actual) {
        return fields.stream()
                .filter(expected::has)
                .map(f -> compare(f, expected.get(f), actual.get(f)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Mismatch> compare(String field, JsonNode expected, JsonNode actual) {
        if (expected.equals(actual)) {
            return Optional.empty();
        }
        if (expected.isArray() && actual != null && actual.isArray()) {
            int at = 0;
            while (at < expected.size()
                    && at < actual.size()
                    && expected.get(at).equals(actual.get(at))) {
                at++;
            }
            return Optional.of(mismatch(field, format("[%d]", at), expected.get(at), actual.get(at)));
        }
        return Optional.of(mismatch(field, "", expected, actual));
    }

    private static Mismatch mismatch(String field, String place, JsonNode expected, JsonNode actual) {
        String first = expected == null ? Mismatch.NOTHING : expected.toString();
        String second = actual == null ? Mismatch.NOTHING : actual.toString();
        int same = 0;
        while (same < first.length() && same < second.length() && first.charAt(same) == second.charAt(same)) {
            same++;
        }
        return new Mismatch(field, place, around(first, same), around(second, same));
    }

    /** Cuts a long text to what is around the first place where it differs. */
    private static String around(String text, int place) {
        if (text.length() <= SHOWN_MAX) {
            return text;
        }
        int start = Math.max(0, Math.min(place - SHOWN_BEFORE, text.length() - SHOWN_MAX));
        int end = Math.min(text.length(), start + SHOWN_MAX);
        return (start > 0 ? "..." : "") + text.substring(start, end) + (end < text.length() ? "..." : "");
    }
}
