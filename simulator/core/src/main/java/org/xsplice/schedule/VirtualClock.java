// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/** Tells the virtual time. Nothing depends on the host's clock. */
public final class VirtualClock {
    /** What looking at the clock costs: a CPU that waits for a deadline sees time pass. */
    public static final Duration LOOK = Duration.ofNanos(50);

    private final Num now;

    public VirtualClock(HostState state) {
        now = state.progress("clock", 0);
    }

    public VirtualTime now() {
        return new VirtualTime(now.get());
    }

    /** Returns whether it is that late by now. */
    public boolean reached(VirtualTime time) {
        return now.get() >= time.nanos();
    }

    /** Lets time pass. */
    public void advance(Duration by) {
        advanceTo(now().plus(by));
    }

    /**
     * Lets time pass until then.
     *
     * @param time not before now
     */
    public void advanceTo(VirtualTime time) {
        now.set(time.nanos());
    }
}
