// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.chance;

import org.xsplice.state.Derived;

/**
 * A stream of choices that depends only on its seed: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
 *
 * <p>Not for cryptography. Two instances with equal seeds yield equal choices on every JDK.
 */
public final class Chance {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long seed;

    @Derived("of a stream in use; who goes on with it later keeps the number")
    private long state;

    public Chance(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    /** Returns the seed this stream started from. */
    public long seed() {
        return seed;
    }

    /** Returns what a stream that goes on from here starts from. */
    public long state() {
        return state;
    }

    /** Returns the next 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /**
     * Returns a number from 0 to {@code bound - 1}.
     *
     * @throws IllegalArgumentException if {@code bound} is not positive
     */
    public int below(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive: " + bound);
        }
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }

    /** Returns true in {@code numerator} of {@code denominator} cases on average. */
    public boolean oneIn(int denominator) {
        return below(denominator) == 0;
    }

    /** Puts the array in random order (Fisher-Yates). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }
}
