// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.state.Hashed;
import org.xsplice.state.StateHash;
import org.xsplice.time.VirtualTime;

/**
 * How long a host goes on.
 *
 * @param end when it stops in any case
 */
public record Goal(Until until, VirtualTime end) implements Hashed {
    /** The goal of a host that stands. */
    static final Goal NONE = new Goal(Until.END, VirtualTime.START);

    /** What else makes it stop. */
    public enum Until {
        /** Nothing: time passes, and jumps while all CPUs sleep. */
        END,
        /** No work is pending and every CPU has noticed. */
        WORK_OVER
    }

    /** The end does not count: it is a time. */
    @Override
    public void addTo(StateHash hash) {
        hash.add(until);
    }
}
