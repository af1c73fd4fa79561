// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChanceTests {
    @Test
    void isSplitMix64() {
        Chance chance = new Chance(1234567);
        assertThat(Long.toUnsignedString(chance.nextLong())).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(chance.nextLong())).isEqualTo("3203168211198807973");
        assertThat(Long.toUnsignedString(chance.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void staysBelowItsBound() {
        Chance chance = new Chance(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(chance.below(7)).isBetween(0, 6);
        }
        assertThatThrownBy(() -> chance.below(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shufflesWithoutLosingAnything() {
        int[] values = {0, 1, 2, 3, 4, 5, 6, 7};
        new Chance(3).shuffle(values);
        assertThat(values).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(values).isNotEqualTo(new int[] {0, 1, 2, 3, 4, 5, 6, 7});
    }
}
