// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

/** Virtual time: nanoseconds since the machine was started. Nothing depends on the host's clock. */
public final class VirtualClock {
    private long now;

    public long now() {
        return now;
    }

    /** Lets time pass. */
    public void advance(long ns) {
        now += ns;
    }
}
