// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.BitSet;
import java.util.function.Consumer;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.state.Ref;

/**
 * A range of virtual addresses handed out in pages. Models xen/common/vmap.c: first fit, one guard page before each
 * block, and the allocator's own bitmap in the first pages of the range.
 */
final class VmapRegion {
    private static final int PAGE_SHIFT = 12;
    private static final int BITS_PER_PAGE = 8 << PAGE_SHIFT;

    private final long base;
    /** Never changed, but replaced. */
    private final Ref<BitSet> bitmap;

    private final int end;
    private final Num top;
    private final Num low;

    /**
     * Models {@code vm_init_type}.
     *
     * @param start first address, page-aligned
     * @param limit address after the range
     */
    VmapRegion(String name, long start, long limit, HostState state) {
        this(name, start, limit, 0, state);
    }

    /**
     * Models {@code vm_init_type}, and what the boot has taken after it.
     *
     * @param start first address, page-aligned
     * @param limit address after the range
     * @param booted how many pages behind the bitmap are taken, guard pages with them
     */
    VmapRegion(String name, long start, long limit, int booted, HostState state) {
        base = start;
        end = (int) (limit - start >>> PAGE_SHIFT);
        int own = pagesFor((end + 7) / 8);
        BitSet taken = new BitSet();
        taken.set(0, own + booted);
        bitmap = state.value(name + ".bitmap", taken);
        low = state.number(name + ".low", own + booted);
        top = state.number(name + ".top", (long) pagesFor((own + 7) / 8) * BITS_PER_PAGE);
    }

    private static int pagesFor(long bytes) {
        return (int) (bytes + (1 << PAGE_SHIFT) - 1 >>> PAGE_SHIFT);
    }

    /** Takes free pages and returns their address, or 0 where too few are free. Models {@code vm_alloc}. */
    long allocate(int pages) {
        while (find(pages) < 0) {
            if (top.get() >= end) {
                return 0;
            }
            top.set(Math.min(top.get() + BITS_PER_PAGE, end));
        }
        int start = find(pages);
        change(taken -> taken.set(start, start + pages));
        if (start <= low.get() + 2) {
            low.set(start + pages);
        }
        return base + ((long) start << PAGE_SHIFT);
    }

    private int find(int pages) {
        BitSet taken = bitmap.get();
        long limit = top.get();
        int start = low.getInt();
        while (start < limit) {
            int bit = taken.nextSetBit(start + 1);
            boolean bounded = bit >= 0 && bit < limit;
            start++;
            if (!bounded) {
                return (long) start + pages <= limit ? start : -1;
            }
            if ((long) start + pages < bit) {
                return start;
            }
            start = taken.nextClearBit(bit + 1);
        }
        return -1;
    }

    /** Returns how many pages the block at an address has; 0 where no block begins there. Models {@code vm_size}. */
    int pagesAt(long address) {
        long page = address - base >>> PAGE_SHIFT;
        if (Long.compareUnsigned(address, base) < 0 || page >= end || page < 1) {
            return 0;
        }
        int start = (int) page;
        BitSet taken = bitmap.get();
        return taken.get(start) && !taken.get(start - 1) ? taken.nextClearBit(start) - start : 0;
    }

    /** Gives a block back. Models {@code vm_free}. */
    void free(long address) {
        int pages = pagesAt(address);
        int start = (int) (address - base >>> PAGE_SHIFT);
        if (start < low.get()) {
            int lowest = start - 1;
            while (!bitmap.get().get(lowest - 1)) {
                lowest--;
            }
            low.set(lowest);
        }
        change(taken -> taken.clear(start, start + pages));
    }

    private void change(Consumer<BitSet> change) {
        BitSet changed = (BitSet) bitmap.get().clone();
        change.accept(changed);
        bitmap.set(changed);
    }
}
