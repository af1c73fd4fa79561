// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceLogTests {
    private static final String LOG = "step*2 cpu0*3 cpu1 nmi63 fetch1 plug2 deadline cpu0";

    @Test
    void isReadAsItIsWritten() {
        ChoiceLog log = ChoiceLog.parse("\n step step cpu0*2  cpu0\tcpu1*1 nmi63 fetch1 plug2 deadline cpu0 ");
        assertThat(log.choices()).hasSize(11);
        assertThat(log.toString()).isEqualTo(LOG);
        assertThat(ChoiceLog.parse(LOG)).isEqualTo(log);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, this is not a choice: cpu",
        "cpu01, this is not a choice: cpu01",
        "cpu-1, this is not a choice: cpu-1",
        "step1, this is not a choice: step1",
        "jump0, this is not a choice: jump0",
        "cpu0*0, no number after *: cpu0*0",
        "cpu0*x, no number after *: cpu0*x",
        "cpu0*999999999, more than 10000000 choices: cpu0*999999999"
    })
    void namesWhatIsNoChoice(String text, String message) {
        assertThatThrownBy(() -> ChoiceLog.parse("step " + text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
