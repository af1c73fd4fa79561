// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xsplice.state.HostState;

/** Addresses as recorded on Xen 4.17.5, whose area starts at {@code __2M_rwdata_end} = ffff82d0405c8000. */
class VmapRegionTests {
    private static final long START = 0xffff82d0405c8000L;
    private static final long END = 0xffff82d07fe00000L;

    private final VmapRegion region = new VmapRegion("test", START, END, new HostState());

    @Test
    void leavesEightPagesForItsBitmapAndOneGuardPage() {
        assertThat(region.allocate(3)).isEqualTo(0xffff82d0405d1000L);
        assertThat(region.allocate(3)).isEqualTo(0xffff82d0405d5000L);
    }

    @Test
    void reusesTheFirstGapThatFits() {
        long first = region.allocate(3);
        long second = region.allocate(1);
        region.allocate(2);
        region.free(second);
        region.free(first);
        assertThat(region.allocate(4)).isEqualTo(first);
        region.free(first);
        assertThat(region.allocate(3)).isEqualTo(first);
        assertThat(region.allocate(1)).isEqualTo(second);
    }

    @Test
    void tellsTheSizeOfABlock() {
        long block = region.allocate(7);
        assertThat(region.pagesAt(block)).isEqualTo(7);
        assertThat(region.pagesAt(block + 0x1000)).isZero();
        region.free(block);
        assertThat(region.pagesAt(block)).isZero();
    }

    /** As recorded on Xen 4.20.4, where the boot leaves 27 pages of the area of vmap() taken. */
    @Test
    void beginsBehindWhatTheBootHasTaken() {
        VmapRegion booted = new VmapRegion("booted", 0xffff82c000000000L, 0xffff82d000000000L, 27, new HostState());
        long first = booted.allocate(2);
        assertThat(first).isEqualTo(0xffff82c00021c000L);
        assertThat(booted.allocate(1)).isEqualTo(first + 0x3000);
        booted.free(first);
        assertThat(booted.allocate(2)).isEqualTo(first);
    }

    @Test
    void growsBeyondItsFirstBitmapPageAndEndsWithTheRange() {
        int pages = (int) (END - START >> 12);
        assertThat(region.allocate(40_000)).isNotZero();
        assertThat(region.allocate(pages)).isZero();
    }
}
