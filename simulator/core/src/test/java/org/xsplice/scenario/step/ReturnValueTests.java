// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What functions return is written for people. */
class ReturnValueTests {
    @Test
    void quotesWhatIsNotPrintable() {
        assertThat(new ReturnValue.Text("a\"b\\c\u0001\u00e9").text()).isEqualTo("\"a\\\"b\\\\c\\x01\\xe9\"");
    }

    @Test
    void showsLargeNumbersInHexAsWell() {
        assertThat(new ReturnValue.Number(-14).text()).isEqualTo("-14");
        assertThat(new ReturnValue.Number(0x10000).text()).isEqualTo("65536 (0x10000)");
    }
}
