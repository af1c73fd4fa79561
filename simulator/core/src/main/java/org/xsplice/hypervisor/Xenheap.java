// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.state.HostState;

/** Memory for the hypervisor's own structures, zeroed, in whole pages: what xzalloc gives. */
public final class Xenheap {
    /** Within the direct map, far above what small hosts have. */
    private static final long START = 0xffff830080000000L;

    private static final long END = START + (1L << 30);
    private static final int PAGE_SHIFT = 12;

    private final Memory memory;
    private final VmapRegion pages;

    Xenheap(Memory memory, HostState state) {
        this.memory = memory;
        pages = new VmapRegion("xenheap", START, END, state);
    }

    /** Returns whether an address is in the part of the direct map that this memory is taken from. */
    public static boolean contains(long address) {
        return Long.compareUnsigned(address, START) >= 0 && Long.compareUnsigned(address, END) < 0;
    }

    /**
     * Allocates zeroed memory.
     *
     * @param size in bytes, positive
     * @return its address, page-aligned; 0 where there is not so much
     */
    public long allocate(long size) {
        int count = (int) (size + Memory.PAGE_SIZE - 1 >>> PAGE_SHIFT);
        long address = pages.allocate(count);
        if (address != 0 && !memory.map(address, (long) count << PAGE_SHIFT, Permission.RW)) {
            pages.free(address);
            return 0;
        }
        return address;
    }

    /** Gives memory back. */
    public void free(long address) {
        memory.unmap(address, (long) pages.pagesAt(address) << PAGE_SHIFT);
        pages.free(address);
    }
}
