// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.time;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How long something may take by a clock that somebody else gives, such as that of your machine; not in virtual time. It
 * begins where it is made, and can be asked from any thread.
 */
public final class TimeLimit {
    /** Never over. */
    public static final TimeLimit NONE = new TimeLimit(Optional.empty(), () -> 0);

    private final Optional<Duration> allowed;
    private final LongSupplier clock;
    private final long start;

    /**
     * Begins.
     *
     * @param allowed nothing where it is never over
     * @param clock in nanoseconds, from any moment on
     */
    public TimeLimit(Optional<Duration> allowed, LongSupplier clock) {
        this.allowed = allowed;
        this.clock = clock;
        start = clock.getAsLong();
    }

    /** Returns whether the time is over. */
    public boolean over() {
        return allowed.isPresent() && clock.getAsLong() - start >= allowed.get().nanos();
    }

    /** Returns how much time there is. */
    public Optional<Duration> allowed() {
        return allowed;
    }

    /**
     * Ends what is being done, if the time is over.
     *
     * @param where that is, for people
     * @throws TimeIsOverException if so
     */
    public void check(String where) {
        if (over()) {
            throw new TimeIsOverException(allowed.orElseThrow(), where);
        }
    }
}
