// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import java.util.Arrays;

/** The registers of a CPU at one moment, as data: compared by content. */
public final class CpuState {
    private final long[] values;

    /**
     * Copies register values.
     *
     * @param values one for each {@link Register}, in its order
     */
    public CpuState(long[] values) {
        if (values.length != Register.values().length) {
            throw new IllegalArgumentException(
                    values.length + " values for " + Register.values().length + " registers");
        }
        this.values = values.clone();
    }

    public long get(Register register) {
        return values[register.ordinal()];
    }

    /** Returns a copy of the values, in the order of {@link Register}. */
    public long[] values() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuState that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
