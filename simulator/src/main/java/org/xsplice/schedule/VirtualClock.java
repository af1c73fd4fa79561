// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.state.HostState;
import org.xsplice.state.Num;

/** Virtual time: nanoseconds since the machine was started. Nothing depends on the host's clock. */
public final class VirtualClock {
    /** What looking at the clock costs, in nanoseconds: a CPU that waits for a deadline sees time pass. */
    public static final long LOOK_NS = 50;

    private final Num now;

    public VirtualClock(HostState state) {
        now = state.progress("clock", 0);
    }

    public long now() {
        return now.get();
    }

    /** Lets time pass. */
    public void advance(long ns) {
        now.add(ns);
    }
}
