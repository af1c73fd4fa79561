// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.time;

import java.util.List;
import java.util.Optional;

/**
 * A length of time.
 *
 * @param nanos in nanoseconds; at least 0
 */
public record Duration(long nanos) implements Comparable<Duration> {
    public static final Duration ZERO = new Duration(0);

    private static final List<String> UNITS = List.of("ns", "us", "ms", "s");
    private static final int DIGITS_MAX = 9;
    private static final int PER_CENT = 100;

    /**
     * Makes a length.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Duration {
        if (nanos < 0) {
            throw new IllegalArgumentException("a negative duration: " + nanos + " ns");
        }
    }

    public static Duration ofNanos(long nanos) {
        return new Duration(nanos);
    }

    public static Duration ofMicros(long micros) {
        return new Duration(micros).times(1_000);
    }

    public static Duration ofMillis(long millis) {
        return new Duration(millis).times(1_000_000);
    }

    public static Duration ofSeconds(long seconds) {
        return new Duration(seconds).times(1_000_000_000);
    }

    /** Reads a whole number with its unit, as people write it: {@code 250us}, {@code 30ms}; nothing where it is none. */
    public static Optional<Duration> parse(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        int unit = UNITS.indexOf(text.substring(end));
        if (end == 0 || end > DIGITS_MAX || unit < 0) {
            return Optional.empty();
        }
        long nanos = Long.parseLong(text.substring(0, end));
        for (int i = 0; i < unit; i++) {
            nanos *= 1000;
        }
        return Optional.of(new Duration(nanos));
    }

    /** Returns both together; the longest one that there is, 292 years, where that would be longer. */
    public Duration plus(Duration other) {
        return new Duration(sum(nanos, other.nanos));
    }

    /**
     * Returns how much longer it is than another one.
     *
     * @throws IllegalArgumentException if it is shorter
     */
    public Duration minus(Duration other) {
        return new Duration(nanos - other.nanos);
    }

    static long sum(long nanos, long more) {
        long sum = nanos + more;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * Returns it so many times; the longest one that there is where that would be longer.
     *
     * @param factor at least 0
     */
    public Duration times(long factor) {
        boolean tooLong = nanos != 0 && factor > Long.MAX_VALUE / nanos;
        return new Duration(tooLong ? Long.MAX_VALUE : nanos * factor);
    }

    /** Returns so many per cent of it, rounded down to nanoseconds. */
    public Duration percent(int percent) {
        Duration hundredth = new Duration(nanos / PER_CENT);
        return hundredth.times(percent).plus(new Duration(nanos % PER_CENT * percent / PER_CENT));
    }

    /** Returns it in seconds, as a number for people. */
    public double seconds() {
        return nanos / 1e9;
    }

    public boolean isZero() {
        return nanos == 0;
    }

    /** Returns the shorter one. */
    public Duration min(Duration other) {
        return nanos <= other.nanos ? this : other;
    }

    /** Returns the longer one. */
    public Duration max(Duration other) {
        return nanos >= other.nanos ? this : other;
    }

    @Override
    public int compareTo(Duration other) {
        return Long.compare(nanos, other.nanos);
    }

    /** Returns it in its largest unit with at most three decimals, the rest cut off: {@code 30.002ms}. */
    public String rounded() {
        return text(3);
    }

    /** Returns it in its largest unit, exactly: {@code 5us}, {@code 30.002017ms}. */
    @Override
    public String toString() {
        return text(DIGITS_MAX);
    }

    private String text(int decimalsMax) {
        int unit = 0;
        long size = 1;
        while (unit < UNITS.size() - 1 && nanos >= size * 1000) {
            size *= 1000;
            unit++;
        }
        String rest = Long.toString(size + nanos % size).substring(1);
        String decimals =
                rest.substring(0, Math.min(decimalsMax, rest.length())).replaceAll("0+$", "");
        return nanos / size + (decimals.isEmpty() ? "" : "." + decimals) + UNITS.get(unit);
    }
}
