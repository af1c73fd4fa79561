// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.state.Ref;

/** What {@code xmalloc} hands out to the guest's code: blocks of guest memory, freed ones reused by size. */
final class XenHeap {
    private static final long START = 0xffff8300c0000000L;
    private static final long LIMIT = 512L << 20;
    private static final int CHUNK = 64 << 10;
    private static final int ALIGNMENT = 16;

    private final Memory memory;
    /** By address: how large the block is. */
    private final Ref<SortedMap<Long, Long>> sizes;
    /** By size: freed blocks, the last one first. */
    private final Ref<SortedMap<Long, List<Long>>> free;

    private final Num next;
    private final Num mapped;

    XenHeap(Memory memory, HostState state) {
        this.memory = memory;
        sizes = state.value("xmalloc.sizes", new TreeMap<>());
        free = state.value("xmalloc.free", new TreeMap<>());
        next = state.number("xmalloc.next", START);
        mapped = state.number("xmalloc.mapped", START);
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
        List<Long> reusable = free.get().getOrDefault(rounded, List.of());
        long address = reusable.isEmpty() ? extend(rounded) : reusable.get(0);
        if (!reusable.isEmpty()) {
            change(free, blocks -> blocks.put(rounded, reusable.subList(1, reusable.size())));
        }
        if (address != 0) {
            change(sizes, blocks -> blocks.put(address, rounded));
            if (zeroed) {
                zero(address, rounded);
            }
        }
        return address;
    }

    private long extend(long size) {
        while (next.get() + size > mapped.get()) {
            if (!memory.map(mapped.get(), CHUNK, Permission.RW)) {
                return 0;
            }
            mapped.add(CHUNK);
        }
        return next.add(size) - size;
    }

    private static <T> void change(Ref<SortedMap<Long, T>> map, Consumer<SortedMap<Long, T>> change) {
        SortedMap<Long, T> changed = new TreeMap<>(map.get());
        change.accept(changed);
        map.set(changed);
    }

    private void zero(long address, long size) {
        byte[] zeros = new byte[(int) Math.min(size, Memory.PAGE_SIZE)];
        for (long done = 0; done < size; done += zeros.length) {
            memory.write(address + done, zeros, 0, (int) Math.min(zeros.length, size - done));
        }
    }

    /** Gives a block back; NULL and what is no block are passed over. */
    void free(long address) {
        Long size = sizes.get().get(address);
        if (size != null) {
            change(sizes, blocks -> blocks.remove(address));
            List<Long> blocks = new ArrayList<>(free.get().getOrDefault(size, List.of()));
            blocks.add(0, address);
            change(free, all -> all.put(size, List.copyOf(blocks)));
        }
    }
}
