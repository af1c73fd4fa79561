// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.util.Arrays;

/**
 * What numbered pages hold, as a value: a change makes a new one, which shares with the old one all but the pages that
 * differ and what leads to them. Pages of which it knows nothing are null.
 */
final class PageVersions {
    static final PageVersions NONE = new PageVersions(new byte[0][][]);

    private static final int SHIFT = 6;
    private static final int SIZE = 1 << SHIFT;
    private static final byte[][] EMPTY = new byte[SIZE][];

    private final byte[][][] chunks;

    private PageVersions(byte[][][] chunks) {
        this.chunks = chunks;
    }

    byte[] get(int number) {
        return chunk(number >>> SHIFT)[number & SIZE - 1];
    }

    private byte[][] chunk(int index) {
        return index < chunks.length ? chunks[index] : EMPTY;
    }

    /**
     * Returns these pages with others in place of some.
     *
     * @param numbers of which the first {@code count} are meant; any order
     * @param pages at the same index as their numbers
     */
    PageVersions with(int[] numbers, byte[][] pages, int count) {
        if (count == 0) {
            return this;
        }
        int highest = 0;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, numbers[i]);
        }
        byte[][][] changed = Arrays.copyOf(chunks, Math.max(chunks.length, (highest >>> SHIFT) + 1));
        Arrays.fill(changed, Math.min(chunks.length, changed.length), changed.length, EMPTY);
        for (int i = 0; i < count; i++) {
            int index = numbers[i] >>> SHIFT;
            if (changed[index] == chunk(index)) {
                changed[index] = changed[index].clone();
            }
            changed[index][numbers[i] & SIZE - 1] = pages[i];
        }
        return new PageVersions(changed);
    }

    /** Calls for every page that is not the same array here and there; it costs next to nothing where much is shared. */
    void forEachDifference(PageVersions other, Difference visitor) {
        int count = Math.max(chunks.length, other.chunks.length);
        for (int index = 0; index < count; index++) {
            byte[][] here = chunk(index);
            byte[][] there = other.chunk(index);
            for (int i = 0; here != there && i < SIZE; i++) {
                if (here[i] != there[i]) {
                    visitor.visit(index << SHIFT | i, here[i], there[i]);
                }
            }
        }
    }

    /** Takes a page's number and what it holds here and there. */
    @FunctionalInterface
    interface Difference {
        void visit(int number, byte[] here, byte[] there);
    }
}
