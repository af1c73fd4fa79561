// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.xsplice.scenario.run.Follower;
import org.xsplice.scenario.run.StepResult;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeIsOverException;
import org.xsplice.time.TimeLimit;
import org.xsplice.time.VirtualTime;

/** Shows how far a run is that takes long, and ends it when its time is over. */
final class RunProgress implements Follower {
    private static final Duration BEFORE_IT_SHOWS = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    /** The clock is looked at once in so many calls, less one; a power of two, less one. */
    private static final int CALLS = 63;

    private final int steps;
    private final TimeLimit limit;
    private final StatusLine status;
    private final LongSupplier clock;
    private final Consumer<StepResult> results;
    private long nextShown;
    private int calls;

    /**
     * @param steps of the scenario
     * @param clock in nanoseconds
     * @param results takes each step's result
     */
    RunProgress(int steps, TimeLimit limit, StatusLine status, LongSupplier clock, Consumer<StepResult> results) {
        this.steps = steps;
        this.limit = limit;
        this.status = status;
        this.clock = clock;
        this.results = results;
        nextShown = clock.getAsLong() + BEFORE_IT_SHOWS.nanos();
    }

    @Override
    public void step(StepResult result) {
        status.erase();
        results.accept(result);
    }

    @Override
    public void goesOn(int step, VirtualTime now) {
        if ((calls++ & CALLS) != 0) {
            return;
        }
        if (limit.over()) {
            status.erase();
            throw new TimeIsOverException(limit.allowed().orElseThrow(), where(step, now));
        }
        if (clock.getAsLong() - nextShown >= 0) {
            nextShown = clock.getAsLong() + BETWEEN.nanos();
            status.show(where(step, now));
        }
    }

    private String where(int step, VirtualTime now) {
        return "step " + step + " of " + steps + ", at " + now.rounded() + " of virtual time";
    }
}
