// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import org.xsplice.machine.Checkpoint;

/** A state that can be put back, by the explorer that has been there; further ones are come to from it. */
final class Kept {
    private final int state;
    private final Checkpoint checkpoint;
    private int users;

    Kept(int state, Checkpoint checkpoint) {
        this.state = state;
        this.checkpoint = checkpoint;
    }

    int state() {
        return state;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** Somebody needs it; returns whether this is the first one. */
    boolean use() {
        return users++ == 0;
    }

    /** One user needs it no longer; returns whether it has no user left. */
    boolean release() {
        return --users == 0;
    }
}
