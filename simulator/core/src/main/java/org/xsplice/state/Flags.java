// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

/** Cells with a yes or no for each of several things, such as CPUs. */
public final class Flags {
    private final Nums numbers;

    Flags(Nums numbers) {
        this.numbers = numbers;
    }

    public boolean get(int which) {
        return numbers.get(which) != 0;
    }

    public void set(int which, boolean value) {
        numbers.set(which, value ? 1 : 0);
    }

    /** Returns what one is, and makes it false. */
    public boolean take(int which) {
        boolean was = get(which);
        set(which, false);
        return was;
    }

    /** Returns how many are true. */
    public int cardinality() {
        int count = 0;
        for (int i = 0; i < numbers.count(); i++) {
            count += get(i) ? 1 : 0;
        }
        return count;
    }
}
