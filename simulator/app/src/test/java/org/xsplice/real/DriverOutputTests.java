// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes through a serial port. */
class DriverOutputTests {
    private static final String FIRST = "{\"try\": 1}\r\n{\"step\": 1, \"exit\": 0}\r\n";

    @Test
    void nothing() {
        assertThat(DriverOutput.parse("")).isEqualTo(new DriverOutput(List.of(), false, 0, false));
    }

    @Test
    void stepsWithoutTheirNumbers() {
        DriverOutput output =
                DriverOutput.parse(FIRST + "{\"try\": 2}\r\n{\"step\": 2, \"rc\": -1}\r\n{\"done\": true}\r\n");
        assertThat(output.steps()).extracting(Object::toString).containsExactly("{\"exit\":0}", "{\"rc\":-1}");
        assertThat(output.tried()).isEqualTo(2);
        assertThat(output.done()).isTrue();
    }

    @Test
    void readinessComesBeforeTheFirstStep() {
        assertThat(DriverOutput.parse("{\"ready\": true}\n").ready()).isTrue();
        assertThat(DriverOutput.parse("{\"ready").ready()).isFalse();
    }

    @Test
    void incompleteLineIsNoStepYet() {
        DriverOutput output = DriverOutput.parse(FIRST + "{\"try\": 2}\r\n{\"step\": 2, \"rc");
        assertThat(output.steps()).hasSize(1);
        assertThat(output.tried()).isEqualTo(2);
        assertThat(output.done()).isFalse();
    }

    @Test
    void noiseIsPassedOver() {
        DriverOutput output = DriverOutput.parse("\0\u001b[2J{nonsense}\r\n[3]\r\n\0" + FIRST);
        assertThat(output.steps()).hasSize(1);
    }
}
