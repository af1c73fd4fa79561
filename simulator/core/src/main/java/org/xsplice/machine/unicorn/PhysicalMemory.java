// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * The machine's RAM: one block of host memory, handed out in page frames. The host commits memory when it is touched.
 */
final class PhysicalMemory implements AutoCloseable {
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_SIZE = 1 << PAGE_SHIFT;
    private static final byte[] ZEROS = new byte[PAGE_SIZE];

    private final Memory block;
    private final Pointer base;
    private final ByteBuffer bytes;
    private final int frames;
    private final BitSet taken = new BitSet();
    private final FrameHistory history;
    /** What was last handed out of {@link #taken}, while it is right; else null. */
    private BitSet takenCopy;

    private int touched;

    /**
     * Takes a block from the host.
     *
     * @param size in bytes, a multiple of the page size; 64 MiB or more, so that the C library maps it fresh and zeroed
     */
    PhysicalMemory(int size) {
        block = new Memory((long) size + PAGE_SIZE);
        base = block.align(PAGE_SIZE);
        bytes = base.getByteBuffer(0, size).order(ByteOrder.LITTLE_ENDIAN);
        frames = size >> PAGE_SHIFT;
        history = new FrameHistory(bytes);
    }

    Pointer base() {
        return base;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    long size() {
        return (long) frames << PAGE_SHIFT;
    }

    /** Takes adjacent zeroed frames; returns the number of the first, or -1 where there is no such run of free ones. */
    int allocate(int count) {
        int first = taken.nextClearBit(0);
        while (first + count <= frames) {
            int next = taken.nextSetBit(first);
            if (next < 0 || next - first >= count) {
                taken.set(first, first + count);
                takenCopy = null;
                clear(first, count);
                return first;
            }
            first = taken.nextClearBit(next);
        }
        return -1;
    }

    void free(int frame) {
        taken.clear(frame);
        takenCopy = null;
    }

    /** Returns what frames held at earlier moments. */
    FrameHistory history() {
        return history;
    }

    /** Returns which frames are in use; the result must not be changed. */
    BitSet taken() {
        if (takenCopy == null) {
            takenCopy = (BitSet) taken.clone();
        }
        return takenCopy;
    }

    /** Makes just these frames the used ones. */
    void setTaken(BitSet frames) {
        if (takenCopy != frames) {
            taken.clear();
            taken.or(frames);
            takenCopy = frames;
        }
    }

    private void clear(int first, int count) {
        for (int frame = first; frame < first + count; frame++) {
            history.beforeWrite(frame);
        }
        for (int frame = first; frame < Math.min(first + count, touched); frame++) {
            bytes.put(frame << PAGE_SHIFT, ZEROS);
        }
        touched = Math.max(touched, first + count);
    }

    @Override
    public void close() {
        block.close();
    }
}
