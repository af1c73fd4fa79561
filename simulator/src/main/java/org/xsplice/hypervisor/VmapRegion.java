// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.BitSet;
import org.xsplice.machine.Checkpoint;

/**
 * A range of virtual addresses handed out in pages. Models xen/common/vmap.c: first fit, one guard page before each
 * block, and the allocator's own bitmap in the first pages of the range.
 */
final class VmapRegion {
    private static final int PAGE_SHIFT = 12;
    private static final int BITS_PER_PAGE = 8 << PAGE_SHIFT;

    private final long base;
    private final BitSet bitmap = new BitSet();
    private final int end;
    private int top;
    private int low;

    /**
     * Models {@code vm_init_type}.
     *
     * @param start first address, page-aligned
     * @param limit address behind the range
     */
    VmapRegion(long start, long limit) {
        base = start;
        end = (int) (limit - start >>> PAGE_SHIFT);
        low = pagesFor((end + 7) / 8);
        top = pagesFor((low + 7) / 8) * BITS_PER_PAGE;
        bitmap.set(0, low);
    }

    private static int pagesFor(long bytes) {
        return (int) (bytes + (1 << PAGE_SHIFT) - 1 >>> PAGE_SHIFT);
    }

    /** Returns the address of free pages and takes them, or 0 where there are not so many. Models {@code vm_alloc}. */
    long allocate(int pages) {
        int start = find(pages);
        while (start < 0) {
            if (top >= end) {
                return 0;
            }
            top = Math.min(top + BITS_PER_PAGE, end);
            start = find(pages);
        }
        bitmap.set(start, start + pages);
        if (start <= low + 2) {
            low = start + pages;
        }
        return base + ((long) start << PAGE_SHIFT);
    }

    private int find(int pages) {
        int start = low;
        while (start < top) {
            int bit = bitmap.nextSetBit(start + 1);
            boolean bounded = bit >= 0 && bit < top;
            start++;
            if (!bounded) {
                return (long) start + pages <= top ? start : -1;
            }
            if ((long) start + pages < bit) {
                return start;
            }
            start = bitmap.nextClearBit(bit + 1);
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
        return bitmap.get(start) && !bitmap.get(start - 1) ? bitmap.nextClearBit(start) - start : 0;
    }

    /** Gives a block back. Models {@code vm_free}. */
    void free(long address) {
        int pages = pagesAt(address);
        int start = (int) (address - base >>> PAGE_SHIFT);
        if (start < low) {
            low = start - 1;
            while (!bitmap.get(low - 1)) {
                low--;
            }
        }
        bitmap.clear(start, start + pages);
    }

    Checkpoint keep() {
        BitSet bitmapThen = (BitSet) bitmap.clone();
        int topThen = top;
        int lowThen = low;
        return () -> {
            bitmap.clear();
            bitmap.or(bitmapThen);
            top = topThen;
            low = lowThen;
        };
    }
}
