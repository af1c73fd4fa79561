// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Numbers are read as people write them. */
class NumbersTests {
    @Test
    void readsNumbers() {
        assertThat(Numbers.parse("-17")).hasValue(-17);
        assertThat(Numbers.parse("0xffff82d040200000")).hasValue(0xffff82d040200000L);
        assertThat(Numbers.parse("0x")).isEqualTo(OptionalLong.empty());
        assertThat(Numbers.parse("ten")).isEmpty();
        assertThat(Numbers.parse("9223372036854775808")).isEmpty();
    }
}
