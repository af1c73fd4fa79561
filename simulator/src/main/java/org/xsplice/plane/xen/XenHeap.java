// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;

/** What {@code xmalloc} hands out to the guest's code: blocks of guest memory, freed ones reused by size. */
final class XenHeap {
    private static final long START = 0xffff8300c0000000L;
    private static final long LIMIT = 512L << 20;
    private static final int CHUNK = 64 << 10;
    private static final int ALIGNMENT = 16;

    private final Memory memory;
    private final Map<Long, Long> sizes = new TreeMap<>();
    private final Map<Long, Deque<Long>> free = new TreeMap<>();
    private long next = START;
    private long mapped = START;

    XenHeap(Memory memory) {
        this.memory = memory;
    }

    /**
     * Allocates.
     *
     * @param size in bytes, unsigned
     * @return the address; 0 where there is not so much
     */
    long allocate(long size, boolean zeroed) {
        if (Long.compareUnsigned(size, LIMIT) > 0) {
            return 0;
        }
        long rounded = Math.max(ALIGNMENT, size + ALIGNMENT - 1 & -ALIGNMENT);
        Deque<Long> reusable = free.get(rounded);
        long address = reusable == null || reusable.isEmpty() ? extend(rounded) : reusable.pop();
        if (address != 0) {
            sizes.put(address, rounded);
            if (zeroed) {
                zero(address, rounded);
            }
        }
        return address;
    }

    private long extend(long size) {
        while (next + size > mapped) {
            if (!memory.map(mapped, CHUNK, Permission.RW)) {
                return 0;
            }
            mapped += CHUNK;
        }
        long address = next;
        next += size;
        return address;
    }

    private void zero(long address, long size) {
        byte[] zeros = new byte[(int) Math.min(size, Memory.PAGE_SIZE)];
        for (long done = 0; done < size; done += zeros.length) {
            memory.write(address + done, zeros, 0, (int) Math.min(zeros.length, size - done));
        }
    }

    /** Keeps which blocks there are. */
    Checkpoint keep() {
        Map<Long, Long> sizesThen = new TreeMap<>(sizes);
        Map<Long, Deque<Long>> freeThen = new TreeMap<>();
        free.forEach((size, blocks) -> freeThen.put(size, new ArrayDeque<>(blocks)));
        long nextThen = next;
        long mappedThen = mapped;
        return () -> {
            sizes.clear();
            sizes.putAll(sizesThen);
            free.clear();
            freeThen.forEach((size, blocks) -> free.put(size, new ArrayDeque<>(blocks)));
            next = nextThen;
            mapped = mappedThen;
        };
    }

    /** Gives a block back; NULL and what is no block are passed over. */
    void free(long address) {
        Long size = sizes.remove(address);
        if (size != null) {
            free.computeIfAbsent(size, s -> new ArrayDeque<>()).push(address);
        }
    }
}
