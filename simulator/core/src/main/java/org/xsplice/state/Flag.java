// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

/** A cell with a yes or no. */
public final class Flag {
    private final Num number;

    Flag(Num number) {
        this.number = number;
    }

    public boolean get() {
        return number.get() != 0;
    }

    public void set(boolean value) {
        number.set(value ? 1 : 0);
    }

    /** Returns what it is, and makes it false. */
    public boolean take() {
        boolean was = get();
        set(false);
        return was;
    }
}
