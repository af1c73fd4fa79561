// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.time.VirtualTime;

/** Events keep their numbers, also where the oldest are gone. */
class EventLogTests {
    private static EventLog filled(EventLog log, int count) {
        IntStream.range(0, count).mapToObj(EventLogTests::event).forEach(log::accept);
        return log;
    }

    /** The event of a number tells its number. */
    private static Event event(int number) {
        return new Event(new VirtualTime(number), Event.NO_CPU, new EventData.Remark("event " + number));
    }

    private static List<Event> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(EventLogTests::event).toList();
    }

    @Test
    void aLogWithoutACapacityHoldsAll() {
        EventLog log = filled(new EventLog(), 1000);
        assertThat(log.oldest()).isZero();
        assertThat(log.since(0)).isEqualTo(events(0, 1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void aBoundedLogHoldsTheLastOnesUnderTheirNumbers(int capacity) {
        EventLog log = new EventLog(capacity);
        for (int count = 1; count <= 100; count++) {
            log.accept(event(count - 1));
            assertThat(log.size()).isEqualTo(count);
            assertThat(count - log.oldest()).isBetween(Math.min(count, capacity), 2 * capacity);
            assertThat(log.since(0)).isEqualTo(events(log.oldest(), count));
            assertThat(log.since(count - 1)).isEqualTo(events(count - 1, count));
            assertThat(log.since(count)).isEmpty();
        }
        assertThat(log.oldest()).isPositive();
    }

    @Test
    void oneKindIsChosen() {
        EventLog log = filled(new EventLog(2), 7);
        log.accept(new Event(new VirtualTime(7), 0, new EventData.ConsoleLine("hello")));
        assertThat(log.since(0, EventData.ConsoleLine.class)).containsExactly(new EventData.ConsoleLine("hello"));
        assertThat(log.since(log.size(), EventData.ConsoleLine.class)).isEmpty();
    }

    @Test
    void whatIsForgottenIsNumberedAgain() {
        EventLog log = filled(new EventLog(3), 20);
        int oldest = log.oldest();
        log.truncate(oldest + 1);
        assertThat(log.size()).isEqualTo(oldest + 1);
        log.accept(event(oldest + 1));
        assertThat(log.since(0)).isEqualTo(events(oldest, oldest + 2));
        log.truncate(oldest);
        assertThat(log.since(0)).isEmpty();
        assertThat(log.size()).isEqualTo(oldest);
    }

    @Test
    void whatIsGoneCannotBeForgottenAgain() {
        EventLog log = filled(new EventLog(3), 20);
        int before = log.oldest() - 1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.truncate(before))
                .withMessage("event %d is gone; the oldest one is %d", before, before + 1);
        assertThat(log.size()).isEqualTo(20);
    }

    @Test
    void aClearedLogBeginsAgain() {
        EventLog log = filled(new EventLog(3), 20);
        log.clear();
        assertThat(log.size()).isZero();
        assertThat(log.oldest()).isZero();
        assertThat(filled(log, 2).since(0)).isEqualTo(events(0, 2));
    }

    @Test
    void aLogHoldsSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventLog(0));
    }
}
