// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.state.HostState;

/** Memory in whole pages, with a guard page before each block. Models vmalloc_type and vfree (xen/common/vmap.c). */
public final class Vmalloc {
    private static final int PAGE_SHIFT = 12;

    private final Memory memory;
    private final VmapRegion region;

    /** Start and end of the area of {@code vmap()} and {@code ioremap()}: {@code VMAP_VIRT_START}, 64 GiB. */
    private static final long VMAP_VIRT_START = 0xffff82c000000000L;

    private static final long VMAP_VIRT_END = VMAP_VIRT_START + (64L << 30);

    /**
     * Allocates anywhere in the hypervisor's space rather than near its text. Models {@code vmalloc}.
     *
     * @param booted how many pages the boot has taken
     */
    public static Vmalloc inDefaultRegion(Memory memory, int booted, HostState state) {
        return new Vmalloc(memory, new VmapRegion("vmap default", VMAP_VIRT_START, VMAP_VIRT_END, booted, state));
    }

    Vmalloc(Memory memory, VmapRegion region) {
        this.memory = memory;
        this.region = region;
    }

    /**
     * Allocates zeroed pages, readable and writable.
     *
     * @param size in bytes, unsigned
     * @return their address, or 0 where there is not so much room
     */
    public long allocate(long size) {
        long pages = (size >>> PAGE_SHIFT) + ((size & Memory.PAGE_SIZE - 1) != 0 ? 1 : 0);
        if (pages != (int) pages) {
            return 0;
        }
        long address = region.allocate((int) pages);
        if (address != 0 && pages != 0 && !memory.map(address, pages << PAGE_SHIFT, Permission.RW)) {
            region.free(address);
            return 0;
        }
        return address;
    }

    /** Returns whether a block begins at an address. */
    public boolean owns(long address) {
        return region.pagesAt(address) != 0;
    }

    /** Gives pages back. */
    public void free(long address) {
        memory.unmap(address, (long) region.pagesAt(address) << PAGE_SHIFT);
        region.free(address);
    }
}
