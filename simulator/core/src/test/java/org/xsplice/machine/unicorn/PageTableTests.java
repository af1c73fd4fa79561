// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xsplice.chance.Chance;
import org.xsplice.machine.Permission;

/** The page table against a map, while pages come and go. */
class PageTableTests {
    private static final int PAGES = 12_000;
    private static final long FIRST = 0xffff82d040200L;

    private final PageTable table = new PageTable();
    private final Map<Long, Integer> model = new TreeMap<>();

    private void put(long page, int frame) {
        table.put(page, frame, Permission.RX);
        model.put(page, frame);
    }

    private void assertSame(String description) {
        Map<Long, Integer> found = new TreeMap<>();
        table.forEach((page, entry) -> found.put(page, PageTable.frame(entry)));
        assertThat(found).as(description).isEqualTo(model);
    }

    @Test
    void holdsWhatWasPutAndNotRemoved() {
        Chance chance = new Chance(7);
        for (int round = 0; round < 200_000; round++) {
            long page = FIRST + chance.below(PAGES);
            if (chance.oneIn(2)) {
                table.remove(page);
                model.remove(page);
            } else {
                put(page, round & 0xffff);
            }
            long asked = FIRST + chance.below(PAGES);
            int entry = table.find(asked);
            assertThat(entry < 0 ? null : PageTable.frame(entry))
                    .as("seed %d, round %d, page %x", chance.seed(), round, asked)
                    .isEqualTo(model.get(asked));
        }
        assertSame("seed " + chance.seed());
    }

    @Test
    void aCopyKeepsWhatItWas() {
        put(FIRST, 1);
        put(FIRST + 1, 2);
        PageTable before = table.copy();
        table.remove(FIRST);
        assertThat(PageTable.frame(before.find(FIRST))).isEqualTo(1);
        assertThat(table.find(FIRST)).isNegative();
        assertThat(before.same(table)).isFalse();
    }
}
