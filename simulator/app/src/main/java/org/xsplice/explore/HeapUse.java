// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.function.LongSupplier;

/**
 * How much of the heap is in use, while states are kept and forgotten. It is measured when there are twice or half as many
 * as when it last was, by collecting what is garbage; in between, each further state counts as much as all that was in use
 * divided by the states there were, which is more than it takes.
 */
final class HeapUse {
    /** Fewer states than that are not worth a measurement. */
    private static final int FEW = 512;

    private final int few;
    private final LongSupplier inUse;
    private long measured;
    private long keptThen;
    private long tablesThen;

    HeapUse() {
        this(FEW, HeapUse::collect);
    }

    /**
     * @param few up to this many states count for nothing
     * @param inUse measures
     */
    HeapUse(int few, LongSupplier inUse) {
        this.few = few;
        this.inUse = inUse;
    }

    private static long collect() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * Returns how many bytes are in use, rather too many than too few.
     *
     * @param kept states that can be put back
     * @param tables bytes that take what remembers states
     */
    long estimate(long kept, long tables) {
        if (kept < few) {
            return tables;
        }
        if (kept >= 2 * keptThen || 2 * kept <= keptThen) {
            measured = inUse.getAsLong();
            keptThen = kept;
            tablesThen = tables;
        }
        return measured + Math.max(0, kept - keptThen) * (measured / keptThen) + tables - tablesThen;
    }
}
