// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.machine.Checkpoint;

/** Virtual time: nanoseconds since the machine was started. Nothing depends on the host's clock. */
public final class VirtualClock {
    /** What looking at the clock costs, in nanoseconds: whoever waits for a deadline sees time pass. */
    public static final long LOOK_NS = 50;

    private long now;

    public long now() {
        return now;
    }

    /** Keeps what time it is. */
    public Checkpoint keep() {
        long then = now;
        return () -> now = then;
    }

    /** Lets time pass. */
    public void advance(long ns) {
        now += ns;
    }
}
