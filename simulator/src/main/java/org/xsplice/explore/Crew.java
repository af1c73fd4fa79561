// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.xsplice.scenario.Scenario;

/** Explorers, each with engines of its own. The first one works in the caller's thread, each other one has a thread. */
final class Crew implements AutoCloseable {
    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<Explorer> explorers = new ArrayList<>();

    Crew(Scenario scenario, int size) {
        try {
            explorers.add(new Explorer(scenario));
            for (int i = 1; i < size; i++) {
                threads.add(Executors.newSingleThreadExecutor(task -> {
                    Thread thread = new Thread(task, "explorer");
                    thread.setDaemon(true);
                    return thread;
                }));
                explorers.add(wait(threads.get(i - 1).submit(() -> new Explorer(scenario))));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    int size() {
        return explorers.size();
    }

    /** Lets the first of them do something. */
    <T> T first(Function<Explorer, T> task) {
        return task.apply(explorers.get(0));
    }

    /** Lets each of them do something, all at the same time. */
    <T> List<T> all(BiFunction<Explorer, Integer, T> task) {
        List<Future<T>> others = new ArrayList<>();
        for (int i = 1; i < size(); i++) {
            int number = i;
            Callable<T> work = () -> task.apply(explorers.get(number), number);
            others.add(threads.get(i - 1).submit(work));
        }
        List<T> results = new ArrayList<>();
        results.add(task.apply(explorers.get(0), 0));
        others.forEach(other -> results.add(wait(other)));
        return results;
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
        explorers.forEach(look);
    }

    /** Adds up what they have counted, while none is at work. */
    long sum(ToLongFunction<Explorer> count) {
        return explorers.stream().mapToLong(count).sum();
    }

    private static <T> T wait(Future<T> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Waits until none is at work, also where one of them has failed: their memory is not to be freed under them. */
    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
        try {
            for (ExecutorService thread : threads) {
                thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
        explorers.forEach(Explorer::close);
    }
}
