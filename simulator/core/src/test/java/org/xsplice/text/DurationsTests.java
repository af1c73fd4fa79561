// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations are read and written as people do. */
class DurationsTests {
    @ParameterizedTest
    @CsvSource({"0ns, 0", "250us, 250000", "30ms, 30000000", "1s, 1000000000", "999999999s, 999999999000000000"})
    void readsDurations(String text, long ns) {
        assertThat(Durations.parse(text)).hasValue(ns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "ms", "-1ms", "1.5ms", "1 ms", "1m", "1000000000s", "99999999999999999999ns"})
    void rejectsWhatIsNoDuration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ns",
        "999, 999ns",
        "1000, 1us",
        "1500, 1.5us",
        "130111000, 130.111ms",
        "30002000, 30.002ms",
        "60000000000, 60s",
        "1000999, 1ms"
    })
    void writesDurations(long ns, String text) {
        assertThat(Durations.text(ns)).isEqualTo(text);
    }
}
