// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

/** A cell with a number. */
public final class Num {
    private final HostState state;
    private final int index;

    Num(HostState state, int index) {
        this.state = state;
        this.index = index;
    }

    public long get() {
        return state.number(index);
    }

    /** Returns the number as an int, which it must fit. */
    public int getInt() {
        return Math.toIntExact(get());
    }

    public void set(long value) {
        state.setNumber(index, value);
    }

    /** Adds to the number and returns the sum. */
    public long add(long more) {
        long sum = get() + more;
        set(sum);
        return sum;
    }
}
