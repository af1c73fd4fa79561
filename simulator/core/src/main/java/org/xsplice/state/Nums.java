// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

/** Cells with a number for each of several things, such as CPUs. */
public final class Nums {
    private final HostState state;
    private final int first;
    private final int count;

    Nums(HostState state, int first, int count) {
        this.state = state;
        this.first = first;
        this.count = count;
    }

    /** Returns how many there are. */
    public int count() {
        return count;
    }

    public long get(int which) {
        return state.number(index(which));
    }

    /** Returns a number as an int, which it must fit. */
    public int getInt(int which) {
        return Math.toIntExact(get(which));
    }

    public void set(int which, long value) {
        state.setNumber(index(which), value);
    }

    /** Returns all as ints, which they must fit. */
    public int[] toInts() {
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = getInt(i);
        }
        return all;
    }

    /** Sets all. */
    public void setAll(int[] all) {
        for (int i = 0; i < count; i++) {
            set(i, all[i]);
        }
    }

    private int index(int which) {
        if (which < 0 || which >= count) {
            throw new IndexOutOfBoundsException(which + " of " + count);
        }
        return first + which;
    }
}
