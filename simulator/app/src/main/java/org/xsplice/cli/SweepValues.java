// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.time.Duration;

/** Reads lists of values, {@code 1,2,8}, and ranges, {@code 1..64}, whose members double from the first to the last. */
final class SweepValues {
    private static final String RANGE = "..";
    private static final long LOAD_MAX = 10_000;
    /** The hypercall takes the timeout as 32 bits of nanoseconds. */
    private static final long TIMEOUT_MAX = 0xffffffffL;

    private SweepValues() {}

    /** Reads numbers of CPUs. */
    static List<Long> cpus(String text) {
        String wanted = "a number from 1 to " + ScenarioReader.CPUS_MAX;
        return values(text, word -> within(parse(word, wanted), 1, ScenarioReader.CPUS_MAX, word, wanted));
    }

    private static long parse(String word, String wanted) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw no(word, wanted);
        }
    }

    /** Reads timeouts, in nanoseconds. */
    static List<Long> durations(String text) {
        String wanted = "a duration from 1ns to 4s, for example 30ms";
        return values(text, word -> {
            Duration duration = Duration.parse(word).orElseThrow(() -> no(word, wanted));
            return within(duration.nanos(), 1, TIMEOUT_MAX, word, wanted);
        });
    }

    /** Reads factors, in per cent. */
    static List<Long> factors(String text) {
        String wanted = "a factor from 0.01 to 100, with at most two decimals";
        return values(text, word -> {
            try {
                return within(new BigDecimal(word).movePointRight(2).longValueExact(), 1, LOAD_MAX, word, wanted);
            } catch (ArithmeticException | NumberFormatException e) {
                throw no(word, wanted);
            }
        });
    }

    private static List<Long> values(String text, ToLongFunction<String> reader) {
        List<Long> values = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            int dots = item.indexOf(RANGE);
            if (dots < 0) {
                values.add(reader.applyAsLong(item.strip()));
            } else {
                long last =
                        reader.applyAsLong(item.substring(dots + RANGE.length()).strip());
                long first = reader.applyAsLong(item.substring(0, dots).strip());
                for (long value = first; value < last; value *= 2) {
                    values.add(value);
                }
                values.add(last);
            }
        }
        return values.stream().distinct().sorted().toList();
    }

    private static long within(long value, long min, long max, String word, String wanted) {
        if (value < min || value > max) {
            throw no(word, wanted);
        }
        return value;
    }

    private static IllegalArgumentException no(String word, String wanted) {
        return new IllegalArgumentException("\"" + word + "\" is not " + wanted);
    }
}
