// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * What page frames held at earlier moments. From the first moment that is kept on, it has to be told before a frame is
 * written for the first time; only frames that ever were can differ, and only those are compared.
 */
final class FrameHistory {
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_SIZE = 1 << PAGE_SHIFT;

    private final ByteBuffer bytes;
    private final BitSet written = new BitSet();
    private int[] frames = new int[64];
    private byte[][] origins = new byte[64][];
    private int count;
    private byte[][] last = {};
    private boolean begun;

    FrameHistory(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Returns whether it has to be told before this frame is written. */
    boolean watches(int frame) {
        return begun && !written.get(frame);
    }

    /** Notes that a frame is about to be written. */
    void beforeWrite(int frame) {
        if (!watches(frame)) {
            return;
        }
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, 2 * count);
            origins = Arrays.copyOf(origins, 2 * count);
        }
        frames[count] = frame;
        origins[count] = copy(frame);
        count++;
        written.set(frame);
    }

    /** Begins to watch. */
    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }

    /** Returns what the frames hold that have been written since the first moment; pages that are equal are shared. */
    byte[][] keep() {
        byte[][] kept = new byte[count][];
        for (int i = 0; i < count; i++) {
            byte[] known = i < last.length ? last[i] : origins[i];
            kept[i] = firstDifference(frames[i], known) < 0 ? known : copy(frames[i]);
        }
        last = kept;
        return kept;
    }

    /**
     * Makes all frames hold what they did.
     *
     * @param changed takes the number of each frame whose content changes, before it does
     */
    void putBack(byte[][] kept, IntConsumer changed) {
        byte[][] now = new byte[count][];
        for (int i = 0; i < count; i++) {
            now[i] = i < kept.length ? kept[i] : origins[i];
            if (firstDifference(frames[i], now[i]) >= 0) {
                changed.accept(frames[i]);
                bytes.put(frames[i] << PAGE_SHIFT, now[i]);
            }
        }
        last = now;
    }

    private int firstDifference(int frame, byte[] page) {
        return bytes.slice(frame << PAGE_SHIFT, PAGE_SIZE).mismatch(ByteBuffer.wrap(page));
    }

    private byte[] copy(int frame) {
        byte[] page = new byte[PAGE_SIZE];
        bytes.get(frame << PAGE_SHIFT, page);
        return page;
    }
}
