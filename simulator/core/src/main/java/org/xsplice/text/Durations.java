// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.List;
import java.util.OptionalLong;

/** Virtual durations as people write them: {@code 250us}, {@code 30ms}. */
public final class Durations {
    private static final List<String> UNITS = List.of("ns", "us", "ms", "s");
    private static final int DIGITS_MAX = 9;

    private Durations() {}

    /** Reads a whole number with its unit; nothing where it is none. */
    public static OptionalLong parse(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        int unit = UNITS.indexOf(text.substring(end));
        if (end == 0 || end > DIGITS_MAX || unit < 0) {
            return OptionalLong.empty();
        }
        long ns = Long.parseLong(text.substring(0, end));
        for (int i = 0; i < unit; i++) {
            ns *= 1000;
        }
        return OptionalLong.of(ns);
    }

    /** Writes a duration in its largest unit, with at most three decimals. */
    public static String text(long ns) {
        int unit = 0;
        long size = 1;
        while (unit < UNITS.size() - 1 && ns >= size * 1000) {
            size *= 1000;
            unit++;
        }
        StringBuilder number = new StringBuilder().append(ns / size);
        long thousandths = ns % size * 1000 / size;
        if (thousandths != 0) {
            String decimals = Long.toString(1000 + thousandths).substring(1);
            while (decimals.endsWith("0")) {
                decimals = decimals.substring(0, decimals.length() - 1);
            }
            number.append('.').append(decimals);
        }
        return number + UNITS.get(unit);
    }
}
