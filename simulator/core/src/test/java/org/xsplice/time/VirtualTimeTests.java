// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Moments are in order, a duration apart, and none is before the start. */
class VirtualTimeTests {
    private static final VirtualTime EARLY = new VirtualTime(1_500);
    private static final VirtualTime LATE = new VirtualTime(30_002_017);

    @Test
    void durationsLieBetweenMoments() {
        assertThat(LATE.since(EARLY)).isEqualTo(Duration.ofNanos(30_000_517));
        assertThat(EARLY.plus(LATE.since(EARLY))).isEqualTo(LATE);
        assertThat(EARLY.sinceStart()).isEqualTo(EARLY.since(VirtualTime.START));
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> EARLY.since(LATE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VirtualTime(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endsAtTheLastMoment() {
        VirtualTime last = new VirtualTime(Long.MAX_VALUE);
        assertThat(LATE.plus(Duration.ofNanos(Long.MAX_VALUE))).isEqualTo(last);
    }

    @Test
    void compares() {
        assertThat(EARLY).isLessThan(LATE);
        assertThat(EARLY.isBefore(LATE)).isTrue();
        assertThat(LATE.isBefore(EARLY)).isFalse();
        assertThat(EARLY.isBefore(EARLY)).isFalse();
        assertThat(EARLY.min(LATE)).isEqualTo(EARLY).isEqualTo(LATE.min(EARLY));
        assertThat(EARLY.max(LATE)).isEqualTo(LATE).isEqualTo(LATE.max(EARLY));
    }

    @Test
    void isWrittenAsItsDurationSinceTheStart() {
        assertThat(LATE).hasToString("30.002017ms");
        assertThat(LATE.rounded()).isEqualTo("30.002ms");
    }
}
