// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations are read and written as people do, are never negative, and do not run over. */
class DurationTests {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    @ParameterizedTest
    @CsvSource({"0ns, 0", "250us, 250000", "30ms, 30000000", "1s, 1000000000", "999999999s, 999999999000000000"})
    void readsDurations(String text, long ns) {
        assertThat(Duration.parse(text)).contains(Duration.ofNanos(ns));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "ms", "-1ms", "1.5ms", "1 ms", "1m", "1000000000s", "99999999999999999999ns"})
    void rejectsWhatIsNoDuration(String text) {
        assertThat(Duration.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0ns, 0ns",
        "999, 999ns, 999ns",
        "1000, 1us, 1us",
        "1500, 1.5us, 1.5us",
        "130111000, 130.111ms, 130.111ms",
        "30002000, 30.002ms, 30.002ms",
        "30002017, 30.002ms, 30.002017ms",
        "60000000000, 60s, 60s",
        "60000000001, 60s, 60.000000001s",
        "1000999, 1ms, 1.000999ms"
    })
    void writesDurations(long ns, String rounded, String exact) {
        assertThat(Duration.ofNanos(ns).rounded()).isEqualTo(rounded);
        assertThat(Duration.ofNanos(ns)).hasToString(exact);
    }

    @Test
    void unitsAreThousands() {
        assertThat(Duration.ofMicros(3)).isEqualTo(Duration.ofNanos(3_000));
        assertThat(Duration.ofMillis(3)).isEqualTo(Duration.ofNanos(3_000_000));
        assertThat(Duration.ofSeconds(3)).isEqualTo(Duration.ofNanos(3_000_000_000L));
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> Duration.ofNanos(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addsAndTakesAway() {
        assertThat(Duration.ofMicros(3).plus(Duration.ofNanos(1))).isEqualTo(Duration.ofNanos(3_001));
        assertThat(Duration.ofMicros(3).minus(Duration.ofNanos(1))).isEqualTo(Duration.ofNanos(2_999));
        assertThatThrownBy(() -> Duration.ofNanos(1).minus(Duration.ofMicros(3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Duration.ofMillis(1_500).seconds()).isEqualTo(1.5);
    }

    @Test
    void endsAtTheLongestOne() {
        assertThat(LONGEST.plus(Duration.ofNanos(1))).isEqualTo(LONGEST);
        assertThat(LONGEST.times(2)).isEqualTo(LONGEST);
        assertThat(Duration.ofSeconds(Long.MAX_VALUE)).isEqualTo(LONGEST);
        assertThat(LONGEST.percent(10_000)).isEqualTo(LONGEST);
    }

    @ParameterizedTest
    @CsvSource({"1000, 50, 500", "999, 50, 499", "7, 150, 10", "0, 300, 0", "123456789, 33, 40740740"})
    void takesPercent(long ns, int percent, long result) {
        assertThat(Duration.ofNanos(ns).percent(percent)).isEqualTo(Duration.ofNanos(result));
    }

    @Test
    void compares() {
        Duration shorter = Duration.ofMicros(1);
        Duration longer = Duration.ofMillis(1);
        assertThat(shorter).isLessThan(longer);
        assertThat(shorter.max(longer)).isEqualTo(longer);
        assertThat(shorter.min(longer)).isEqualTo(shorter);
        assertThat(Duration.ZERO.isZero()).isTrue();
        assertThat(shorter.isZero()).isFalse();
    }
}
