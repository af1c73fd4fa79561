// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What page frames held at earlier moments. From the first moment that is kept on, it has to be told before a frame that it
 * watches is written.
 *
 * <p>A frame that has been written gets a number, and from then on is in one of two states. <i>Hot</i>: it may be written
 * without being told, so it has to be compared each time. <i>Cold</i>: it is watched again, so that it is known to hold what
 * it did. To watch frames again the engines must forget that they may write there, and ask for all their pages again; so that
 * is done for many at once, and not before comparing them has cost about as much.
 */
final class FrameHistory {
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_SIZE = 1 << PAGE_SHIFT;

    /** So many frames have to be found unchanged for it to pay. */
    private static final int WORTH_COOLING = 32;

    /** How often frames must be found unchanged: the cost of the engines' asking again, in comparisons. */
    private static final int COST_OF_COOLING = 512;

    private final ByteBuffer bytes;
    /** By frame: its number, plus 1; 0 where it has never been written. */
    private int[] numbers = new int[64];

    private int[] frames = new int[64];
    private byte[][] origins = new byte[64][];
    private int count;

    /** Numbers of hot frames, and by number whether it is one. */
    private int[] hot = new int[64];

    private boolean[] isHot = new boolean[64];
    private int hotCount;

    /** What frames held when they were last looked at; cold ones hold it now. A page that is missing holds its origin. */
    private PageVersions last = PageVersions.NONE;

    private boolean begun;
    private Runnable watchAgain;
    private int[] changed = new int[64];
    private byte[][] pages = new byte[64][];
    private int wasted;

    FrameHistory(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Begins to watch.
     *
     * @param watchAgain makes the engines tell of writes to all frames that are watched; null where they cannot, and all
     *     frames are told of before they ever write
     */
    void begin(Runnable watchAgain) {
        begun = true;
        this.watchAgain = watchAgain;
    }

    boolean begun() {
        return begun;
    }

    /** Returns whether it has to be told before this frame is written. */
    boolean watches(int frame) {
        if (!begun) {
            return false;
        }
        int number = numberOf(frame);
        return number < 0 || !isHot[number];
    }

    /** Returns whether a frame is known to hold what it did at the first moment. */
    boolean isUnwritten(int frame) {
        return begun && numberOf(frame) < 0;
    }

    private int numberOf(int frame) {
        return frame < numbers.length ? numbers[frame] - 1 : -1;
    }

    /** Notes that a frame is about to be written. */
    void beforeWrite(int frame) {
        if (watches(frame)) {
            int known = numberOf(frame);
            int number = known < 0 ? add(frame) : known;
            isHot[number] = true;
            hot[hotCount++] = number;
        }
    }

    private int add(int frame) {
        if (frame >= numbers.length) {
            numbers = Arrays.copyOf(numbers, Integer.highestOneBit(frame) << 1);
        }
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, 2 * count);
            origins = Arrays.copyOf(origins, 2 * count);
            hot = Arrays.copyOf(hot, 2 * count);
            isHot = Arrays.copyOf(isHot, 2 * count);
            changed = Arrays.copyOf(changed, 2 * count);
            pages = Arrays.copyOf(pages, 2 * count);
        }
        frames[count] = frame;
        origins[count] = copy(frame);
        numbers[frame] = ++count;
        return count - 1;
    }

    /** Returns what the frames hold that have been written since the first moment; pages that are equal are shared. */
    PageVersions keep() {
        int changes = 0;
        for (int i = 0; i < hotCount; i++) {
            int number = hot[i];
            if (differs(number, page(last, number))) {
                changed[changes] = number;
                pages[changes++] = copy(frames[number]);
            }
        }
        last = last.with(changed, pages, changes);
        cool(changes);
        return last;
    }

    /**
     * Makes all frames hold what they did.
     *
     * @param before takes the number of each frame whose content changes, before it does
     */
    void putBack(PageVersions kept, IntConsumer before) {
        int changes = 0;
        for (int i = 0; i < hotCount; i++) {
            int number = hot[i];
            if (putBack(number, page(kept, number), before)) {
                changed[changes++] = number;
            }
        }
        kept.forEachDifference(last, (number, wanted, now) -> {
            if (!isHot[number]) {
                putBack(number, wanted == null ? origins[number] : wanted, before);
            }
        });
        last = kept;
        cool(changes);
    }

    private boolean putBack(int number, byte[] wanted, IntConsumer before) {
        boolean differs = differs(number, wanted);
        if (differs) {
            before.accept(frames[number]);
            bytes.put(frames[number] << PAGE_SHIFT, wanted);
        }
        return differs;
    }

    /**
     * Watches hot frames again, if that pays; each has just been looked at.
     *
     * @param changes how many of them were found changed: their numbers are in {@link #changed}, in the order of hot ones
     */
    private void cool(int changes) {
        int unchanged = hotCount - changes;
        wasted += unchanged;
        if (watchAgain == null || unchanged < WORTH_COOLING || wasted < COST_OF_COOLING) {
            return;
        }
        for (int i = 0; i < hotCount; i++) {
            isHot[hot[i]] = false;
        }
        for (int i = 0; i < changes; i++) {
            isHot[changed[i]] = true;
        }
        System.arraycopy(changed, 0, hot, 0, changes);
        hotCount = changes;
        wasted = 0;
        watchAgain.run();
    }

    private byte[] page(PageVersions versions, int number) {
        byte[] page = versions.get(number);
        return page == null ? origins[number] : page;
    }

    private boolean differs(int number, byte[] page) {
        return bytes.slice(frames[number] << PAGE_SHIFT, PAGE_SIZE).mismatch(ByteBuffer.wrap(page)) >= 0;
    }

    private byte[] copy(int frame) {
        byte[] page = new byte[PAGE_SIZE];
        bytes.get(frame << PAGE_SHIFT, page);
        return page;
    }
}
