// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

/**
 * How much a search may take, with all its jobs together.
 *
 * @param states how many may be remembered, at least 1
 * @param bytes of the heap that may be in use. What remembers states takes half of them at most; then the search ends. The
 *     rest is for states that can be put back; where it is too little for all that are waited for, the search goes on and
 *     takes longer.
 */
public record Budget(int states, long bytes) {
    /** The default number of states. */
    public static final int STATES = 1_000_000;

    /** The program without a search, twice: what hosts, a collector between two collections and the compiler's data take. */
    private static final long PROGRAM = 24L << 20;

    private static final int PERCENT = 65;

    /** Returns what suits the heap that this Java machine may have. */
    public static Budget ofHeap() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    static Budget ofHeap(long heap) {
        return new Budget(STATES, Math.max(heap / 8, (heap - PROGRAM) / 100 * PERCENT));
    }

    /** Returns how many bytes what remembers states may take. */
    long bytesOfTables() {
        return bytes / 2;
    }
}
