// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.machine.DataAccess;

/** What a step of one CPU has touched of what others can see. */
public final class Footprint {
    /** Takes nothing. */
    static final Footprint NONE = new Footprint(false);

    private final boolean takes;
    private final List<DataAccess> accesses = new ArrayList<>();
    private boolean everything;

    Footprint() {
        this(true);
    }

    private Footprint(boolean takes) {
        this.takes = takes;
    }

    void add(DataAccess access) {
        if (takes) {
            accesses.add(access);
        }
    }

    /** Makes it conflict with every other one. */
    void addEverything() {
        everything = takes;
    }

    /** Returns whether it may matter which of two steps of different CPUs comes first. */
    public boolean conflictsWith(Footprint other) {
        if (everything || other.everything) {
            return true;
        }
        for (DataAccess mine : accesses) {
            for (DataAccess others : other.accesses) {
                if (mine.conflictsWith(others)) {
                    return true;
                }
            }
        }
        return false;
    }
}
