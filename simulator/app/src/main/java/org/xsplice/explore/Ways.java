// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.Arrays;
import java.util.BitSet;

/** Which state leads to which, and where all is over. */
final class Ways {
    private int[] from = new int[1 << 10];
    private int[] to = new int[1 << 10];
    private int count;
    private final BitSet ends = new BitSet();

    void add(int state, int next) {
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        from[count] = state;
        to[count] = next;
        count++;
    }

    /**
     * Returns how many bytes it takes, at the moment when one more way is added, or later when it is looked for endless ones.
     */
    long bytes(int states) {
        long more = count == from.length ? 3 : 1;
        return Math.max(more * 2 * from.length, 2L * from.length + count + 3L * states) * Integer.BYTES;
    }

    /** Notes that all is over in a state. */
    void addEnd(int state) {
        ends.set(state);
    }

    BitSet ends() {
        return ends;
    }

    /** Returns the first state that can come again, and from which no way leads to an end; -1 where there is none. */
    int firstEndless(int states) {
        BitSet good = goodOnes(states);
        int first = -1;
        for (int i = 0; i < count; i++) {
            boolean back = to[i] <= from[i] && !good.get(from[i]);
            if (back && (first < 0 || from[i] < first)) {
                first = from[i];
            }
        }
        return first;
    }

    /** Returns the states from which a way leads to an end. */
    private BitSet goodOnes(int states) {
        int[] begin = new int[states + 1];
        for (int i = 0; i < count; i++) {
            begin[to[i] + 1]++;
        }
        for (int state = 0; state < states; state++) {
            begin[state + 1] += begin[state];
        }
        int[] sources = new int[count];
        int[] next = begin.clone();
        for (int i = 0; i < count; i++) {
            sources[next[to[i]]++] = from[i];
        }
        BitSet good = (BitSet) ends.clone();
        int[] todo = new int[states];
        int size = 0;
        for (int end = ends.nextSetBit(0); end >= 0; end = ends.nextSetBit(end + 1)) {
            todo[size++] = end;
        }
        while (size > 0) {
            int state = todo[--size];
            for (int i = begin[state]; i < begin[state + 1]; i++) {
                if (!good.get(sources[i])) {
                    good.set(sources[i]);
                    todo[size++] = sources[i];
                }
            }
        }
        return good;
    }
}
