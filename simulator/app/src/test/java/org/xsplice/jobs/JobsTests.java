// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that share work: order, failures, and how they end. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobsTests {
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the others do not come: they are not at work at the same time", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void eachJobHasAlwaysTheSameThread() {
        Thread caller = Thread.currentThread();
        CyclicBarrier barrier = new CyclicBarrier(3);
        try (Jobs jobs = new Jobs("some", 3)) {
            List<Thread> first = jobs.each(number -> {
                meet(barrier);
                return Thread.currentThread();
            });
            assertThat(first.get(0)).isSameAs(caller);
            assertThat(first.subList(1, 3)).extracting(Thread::getName).containsExactly("some-1", "some-2");
            assertThat(first.subList(1, 3)).allMatch(Thread::isDaemon);
            assertThat(jobs.<Thread>each(number -> Thread.currentThread())).isEqualTo(first);
        }
    }

    @Test
    void resultsAreInTheOrderOfTheThings() {
        try (Jobs jobs = new Jobs("some", 3)) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            CyclicBarrier barrier = new CyclicBarrier(3);
            assertThat(jobs.map(HUNDRED, n -> {
                        if (n < 3) {
                            meet(barrier);
                        }
                        threads.add(Thread.currentThread());
                        return 2 * n;
                    }))
                    .isEqualTo(HUNDRED.stream().map(n -> 2 * n).toList());
            assertThat(threads).hasSize(3);
        }
    }

    /** Thing 6 fails first, then 5; both have begun together. */
    @Test
    void theFirstThingsFailureIsThrownAndNothingNewBegins() {
        Queue<Integer> begun = new ConcurrentLinkedQueue<>();
        CyclicBarrier both = new CyclicBarrier(2);
        CountDownLatch sixFails = new CountDownLatch(1);
        try (Jobs jobs = new Jobs("some", 2)) {
            assertThatThrownBy(() -> jobs.map(HUNDRED, n -> {
                        begun.add(n);
                        if (n == 5) {
                            meet(both);
                            await(sixFails);
                            throw new IllegalStateException("5");
                        }
                        if (n == 6) {
                            meet(both);
                            sixFails.countDown();
                            throw new AssertionError("6");
                        }
                        return n;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("5");
            assertThat(begun).hasSize(7);
            assertThat(jobs.goesOn()).isFalse();
        }
    }

    @Test
    void aFailureOfOneTellsTheOthersToStop() {
        try (Jobs jobs = new Jobs("some", 3)) {
            assertThatThrownBy(() -> jobs.each(number -> {
                        if (number == 1) {
                            throw new AssertionError("one fails");
                        }
                        while (jobs.goesOn()) {
                            Thread.onSpinWait();
                        }
                        return number;
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("one fails");
        }
    }

    @Test
    void anInterruptedCallerStopsAll() {
        for (int count : new int[] {1, 3}) {
            try (Jobs jobs = new Jobs("some", count)) {
                Queue<Integer> begun = new ConcurrentLinkedQueue<>();
                Thread caller = Thread.currentThread();
                assertThatThrownBy(() -> jobs.map(HUNDRED, n -> {
                            begun.add(n);
                            if (n == 3) {
                                caller.interrupt();
                            }
                            return n;
                        }))
                        .isInstanceOf(CancellationException.class);
                assertThat(jobs.goesOn()).isFalse();
            }
            assertThat(Thread.interrupted())
                    .as("the caller still is interrupted")
                    .isTrue();
        }
    }

    @Test
    void closingWaitsForThoseAtWork() {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Jobs jobs = new Jobs("some", 2);
        assertThatThrownBy(() -> jobs.each(number -> {
                    if (number == 0) {
                        await(begun);
                        throw new IllegalStateException("the caller's own");
                    }
                    begun.countDown();
                    while (jobs.goesOn()) {
                        Thread.onSpinWait();
                    }
                    ended.set(true);
                    return number;
                }))
                .hasMessage("the caller's own");
        jobs.close();
        assertThat(ended).isTrue();
    }

    @Test
    void whatNeverEndsCanBeAbandoned() {
        CountDownLatch never = new CountDownLatch(1);
        Jobs jobs = new Jobs("some", 2);
        assertThatThrownBy(() -> jobs.each(number -> {
                    if (number == 0) {
                        throw new IllegalStateException("too long");
                    }
                    while (never.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return number;
                }))
                .hasMessage("too long");
        jobs.abandon();
        never.countDown();
    }
}
