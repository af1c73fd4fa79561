// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.xsplice.machine.DataAccess;
import org.xsplice.machine.TextWindow;
import org.xsplice.state.Derived;

/** What a step of one CPU has touched, of everything that other CPUs can see. */
public final class Footprint {
    /** Takes nothing. */
    public static final Footprint NONE = new Footprint(false);

    private final boolean takes;

    @Derived("of one step")
    private final List<DataAccess> accesses = new ArrayList<>();

    @Derived("of one step")
    private boolean everything;

    /** Makes one that has touched nothing yet. */
    public Footprint() {
        this(true);
    }

    private Footprint(boolean takes) {
        this.takes = takes;
    }

    /** Returns one that conflicts with every other one that touches anything. */
    public static Footprint ofEverything() {
        Footprint everything = new Footprint();
        everything.addEverything();
        return everything;
    }

    /** Adds an access. */
    public void add(DataAccess access) {
        if (takes) {
            accesses.add(access);
        }
    }

    /** Returns the accesses, in order. */
    public List<DataAccess> accesses() {
        return Collections.unmodifiableList(accesses);
    }

    /** Returns whether it may have touched anything. */
    public boolean touchesEverything() {
        return everything;
    }

    /** Returns whether it has written into this text, byte by byte. */
    public boolean writes(TextWindow window) {
        return accesses.stream().anyMatch(a -> a.write() && window.contains(a.address()));
    }

    /** Makes it conflict with every other one that touches anything. */
    public void addEverything() {
        everything = takes;
    }

    /** Returns whether it has touched nothing. */
    public boolean isEmpty() {
        return !everything && accesses.isEmpty();
    }

    /** Returns whether it may matter which of two steps of different CPUs comes first. */
    public boolean conflictsWith(Footprint other) {
        if (everything || other.everything) {
            return !other.isEmpty() && !isEmpty();
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
