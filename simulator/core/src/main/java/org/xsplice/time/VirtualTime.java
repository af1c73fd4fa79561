// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.time;

/**
 * A moment in the life of a simulated machine.
 *
 * @param nanos nanoseconds since the machine was started; at least 0
 */
public record VirtualTime(long nanos) implements Comparable<VirtualTime> {
    /** The machine is started. */
    public static final VirtualTime START = new VirtualTime(0);

    /**
     * Makes a moment.
     *
     * @throws IllegalArgumentException if it is before the start
     */
    public VirtualTime {
        if (nanos < 0) {
            throw new IllegalArgumentException("before the machine is started: " + nanos + " ns");
        }
    }

    /** Returns the moment so much later; the last one that there is, 292 years after the start, where it would be behind that. */
    public VirtualTime plus(Duration duration) {
        return new VirtualTime(Duration.sum(nanos, duration.nanos()));
    }

    /**
     * Returns how long it is since an earlier moment.
     *
     * @throws IllegalArgumentException if that one is later
     */
    public Duration since(VirtualTime earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    /** Returns how long it is since the start. */
    public Duration sinceStart() {
        return Duration.ofNanos(nanos);
    }

    public boolean isBefore(VirtualTime other) {
        return nanos < other.nanos;
    }

    /** Returns the earlier one. */
    public VirtualTime min(VirtualTime other) {
        return nanos <= other.nanos ? this : other;
    }

    /** Returns the later one. */
    public VirtualTime max(VirtualTime other) {
        return nanos >= other.nanos ? this : other;
    }

    @Override
    public int compareTo(VirtualTime other) {
        return Long.compare(nanos, other.nanos);
    }

    /** Returns it as {@link Duration#rounded} does. */
    public String rounded() {
        return sinceStart().rounded();
    }

    /** Returns it exactly, as {@link Duration#toString} does. */
    @Override
    public String toString() {
        return sinceStart().toString();
    }
}
