// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.chance.Chance;

/**
 * Damages orders of events at random, one to four times each: choices are left out, repeated, swapped, taken from another order,
 * or are of a CPU that is not there.
 */
public final class ChoiceMutator {
    private static final int CHANGES_MAX = 4;
    private static final List<String> KINDS = List.of("cpu", "nmi", "fetch", "plug", "deadline", "step");
    private static final List<String> NUMBERS =
            List.of("", "0", "1", "2", "63", "64", "-1", "00", "999999999", "1000000000");
    private static final List<String> TIMES = List.of(
            "*1",
            "*2",
            "*0",
            "*-1",
            "*",
            "**2",
            "*1000",
            "*999999",
            "*9999999",
            "*10000000",
            "*10000001",
            "*999999999",
            "*9999999999");

    private static final List<String> ODD =
            List.of("", "{}", "[]", "[[step]]", "~", "1", "\"\"", "[\"\", \"\"]", "{step: cpu0}");

    private final List<List<String>> orders;
    private final Chance chance;

    /**
     * Prepares to damage orders.
     *
     * @param orders choices as they are written, of several scenarios
     * @param chance where all choices come from: an equal stream yields equal mutants
     */
    public ChoiceMutator(List<List<String>> orders, Chance chance) {
        this.orders = orders;
        this.chance = chance;
    }

    /** Damages the order of that number; returns what stands behind {@code choices:}, and what was done. */
    public Mutant mutate(int number) {
        List<String> changes = new ArrayList<>();
        if (chance.oneIn(40)) {
            String odd = ODD.get(chance.below(ODD.size()));
            return mutant(odd, List.of("the choices are " + odd));
        }
        List<String> words = new ArrayList<>(orders.get(number));
        for (int count = 1 + chance.below(CHANGES_MAX); count > 0; count--) {
            change(words, changes);
        }
        return mutant(written(words), changes);
    }

    private static Mutant mutant(String text, List<String> changes) {
        return new Mutant(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), List.copyOf(changes));
    }

    /** Writes the choices as one text, or as a list of lines. */
    private String written(List<String> words) {
        if (chance.oneIn(2)) {
            return '"' + String.join(" ", words) + '"';
        }
        StringBuilder lines = new StringBuilder();
        int from = 0;
        while (from < words.size()) {
            int to = Math.min(words.size(), from + 1 + chance.below(8));
            lines.append("\n  - \"")
                    .append(String.join(" ", words.subList(from, to)))
                    .append('"');
            from = to;
        }
        return lines.toString();
    }

    private void change(List<String> words, List<String> changes) {
        int at = chance.below(words.size() + 1);
        boolean inside = at < words.size();
        switch (chance.below(8)) {
            case 0 -> {
                changes.add("the order ends after " + at);
                words.subList(at, words.size()).clear();
            }
            case 1 -> {
                List<String> other = orders.get(chance.below(orders.size()));
                int from = chance.below(other.size());
                changes.add(format("from choice %d on it is another order, from %d on", at + 1, from + 1));
                words.subList(at, words.size()).clear();
                words.addAll(other.subList(from, other.size()));
            }
            case 2 -> {
                if (inside) {
                    changes.add("without choice " + (at + 1));
                    words.remove(at);
                }
            }
            case 3 -> {
                if (inside) {
                    int other = chance.below(words.size());
                    changes.add(format("choices %d and %d are swapped", at + 1, other + 1));
                    words.set(at, words.set(other, words.get(at)));
                }
            }
            case 4 -> {
                if (inside) {
                    String times = TIMES.get(chance.below(TIMES.size()));
                    changes.add(format("choice %d has %s", at + 1, times));
                    words.set(at, words.get(at).replaceFirst("\\*.*", "") + times);
                }
            }
            default -> {
                String choice = KINDS.get(chance.below(KINDS.size())) + NUMBERS.get(chance.below(NUMBERS.size()));
                changes.add(format("before choice %d comes %s", at + 1, choice));
                words.add(at, choice);
            }
        }
    }
}
