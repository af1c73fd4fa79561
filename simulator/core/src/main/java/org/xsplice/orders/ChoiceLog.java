// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import java.util.ArrayList;
import java.util.List;

/**
 * An order of events: choices, one after the other. As text, a choice that comes N times in a row is written once, with
 * {@code *N} after it: {@code step cpu0*5 cpu1 nmi1 deadline}.
 */
public record ChoiceLog(List<Choice> choices) {
    /** How many choices a log can have. */
    public static final int LENGTH_MAX = 10_000_000;

    /** Copies the choices. */
    public ChoiceLog {
        choices = List.copyOf(choices);
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException with the word that is no choice
     */
    public static ChoiceLog parse(String text) {
        List<Choice> choices = new ArrayList<>();
        for (String word : text.strip().split("\\s+")) {
            int star = word.indexOf('*');
            Choice choice = Choice.parse(star < 0 ? word : word.substring(0, star));
            int times = star < 0 ? 1 : times(word, word.substring(star + 1));
            if (choices.size() + (long) times > LENGTH_MAX) {
                throw new IllegalArgumentException("more than " + LENGTH_MAX + " choices: " + word);
            }
            for (int i = 0; i < times; i++) {
                choices.add(choice);
            }
        }
        return new ChoiceLog(choices);
    }

    private static int times(String word, String number) {
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("no number after *: " + word);
        }
        return Integer.parseInt(number);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < choices.size(); ) {
            int end = at;
            while (end < choices.size() && choices.get(end).equals(choices.get(at))) {
                end++;
            }
            text.append(at == 0 ? "" : " ").append(choices.get(at));
            if (end > at + 1) {
                text.append('*').append(end - at);
            }
            at = end;
        }
        return text.toString();
    }
}
