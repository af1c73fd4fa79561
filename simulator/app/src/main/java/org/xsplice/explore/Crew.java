// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.xsplice.jobs.Jobs;
import org.xsplice.scenario.Scenario;

/** Explorers, each with engines of its own and a thread of its own; the first one's is the caller's. */
final class Crew implements AutoCloseable {
    private final Jobs jobs;
    private final Explorer[] explorers;

    Crew(Scenario scenario, int size) {
        jobs = new Jobs("explorer", size);
        explorers = new Explorer[size];
        try {
            jobs.each(number -> explorers[number] = new Explorer(scenario));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    int size() {
        return explorers.length;
    }

    /** Lets the first of them do something. */
    <T> T first(Function<Explorer, T> task) {
        return task.apply(explorers[0]);
    }

    /** Lets each of them do something, all at the same time. */
    <T> List<T> all(BiFunction<Explorer, Integer, T> task) {
        return jobs.each(number -> task.apply(explorers[number], number));
    }

    /** Returns whether it is worth going on, as {@link Jobs#goesOn} tells. */
    boolean goesOn() {
        return jobs.goesOn();
    }

    /** Lets each of them do its part of a list; the results are in the order of the list. */
    <T, R> List<R> map(List<T> list, ToIntFunction<T> explorer, BiFunction<Explorer, T, R> task) {
        List<List<R>> parts = all((worker, number) -> list.stream()
                .filter(item -> explorer.applyAsInt(item) == number)
                .map(item -> task.apply(worker, item))
                .toList());
        int[] next = new int[size()];
        return list.stream()
                .map(item -> {
                    int number = explorer.applyAsInt(item);
                    return parts.get(number).get(next[number]++);
                })
                .toList();
    }

    /** Looks at each of them, while none is at work. */
    void forEach(Consumer<Explorer> look) {
        Arrays.stream(explorers).forEach(look);
    }

    /** Adds up what they have counted, while none is at work. */
    long sum(ToLongFunction<Explorer> count) {
        return Arrays.stream(explorers).mapToLong(count).sum();
    }

    /** Waits until none is at work, also where one of them has failed: their memory is not to be freed under them. */
    @Override
    public void close() {
        jobs.close();
        Stream.of(explorers).filter(Objects::nonNull).forEach(Explorer::close);
    }
}
