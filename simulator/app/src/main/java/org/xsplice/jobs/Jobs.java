// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.jobs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A number of jobs that work at the same time. Job 0 is the caller's own thread; each other one has a thread, always the
 * same, which is called by the name and the job's number and does not keep the program from ending.
 *
 * <p>After a failure or an interrupt {@link #goesOn} is false: a long task should ask for it now and then. Then there is nothing
 * left to do but to close.
 */
public final class Jobs implements AutoCloseable {
    private final List<ExecutorService> threads = new ArrayList<>();
    private volatile boolean goesOn = true;

    /**
     * Makes the threads.
     *
     * @param name of the threads, with a number after it
     * @param count how many jobs, the caller's thread included
     */
    public Jobs(String name, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " jobs can do nothing");
        }
        for (int i = 1; i < count; i++) {
            String own = name + "-" + i;
            threads.add(Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, own);
                thread.setDaemon(true);
                return thread;
            }));
        }
    }

    public int count() {
        return threads.size() + 1;
    }

    /** Returns whether it is worth going on: nothing has failed, and nobody has interrupted the asking thread. */
    public boolean goesOn() {
        return goesOn && !Thread.currentThread().isInterrupted();
    }

    /**
     * Lets every job do something, all at the same time, and waits until all have done it.
     *
     * <p>What the caller's own job throws is thrown at once, while others may still be at work. Of the others' failures,
     * that of the lowest number is thrown, when all have come to an end.
     *
     * @param task takes the number of the job, from 0
     * @return what they return, in the order of their numbers
     * @throws CancellationException if the caller is interrupted; it still is afterwards
     */
    public <T> List<T> each(IntFunction<T> task) {
        List<Future<T>> others = new ArrayList<>();
        for (int i = 1; i < count(); i++) {
            int number = i;
            others.add(threads.get(i - 1).submit(() -> attempt(task, number)));
        }
        List<T> results = new ArrayList<>();
        results.add(attempt(task, 0));
        Throwable failure = null;
        for (Future<T> other : others) {
            try {
                results.add(other.get());
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        rethrow(failure);
        if (Thread.currentThread().isInterrupted()) {
            goesOn = false;
            throw new CancellationException("interrupted");
        }
        return results;
    }

    private <T> T attempt(IntFunction<T> task, int number) {
        boolean done = false;
        try {
            T result = task.apply(number);
            done = true;
            return result;
        } finally {
            if (!done) {
                goesOn = false;
            }
        }
    }

    /**
     * Does a task with each of some things. Whichever job is free takes the next one, in the order of the list. If a task
     * fails, no further ones are begun; the failure that is thrown is that of the first thing in the list.
     *
     * @return what the tasks return, in the order of the list
     * @throws CancellationException if the caller is interrupted; it still is afterwards
     */
    public <T, R> List<R> map(List<T> things, Function<T, R> task) {
        List<R> results = new ArrayList<>(Collections.nCopies(things.size(), null));
        Throwable[] failures = new Throwable[things.size()];
        AtomicInteger next = new AtomicInteger();
        each(job -> {
            while (goesOn()) {
                int at = next.getAndIncrement();
                if (at >= things.size()) {
                    break;
                }
                try {
                    results.set(at, task.apply(things.get(at)));
                } catch (RuntimeException | Error e) {
                    failures[at] = e;
                    goesOn = false;
                }
            }
            return null;
        });
        for (Throwable failure : failures) {
            rethrow(failure);
        }
        return results;
    }

    /** Tasks are functions, which throw nothing that has to be declared. */
    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /** Lets jobs that do not come to an end be: their threads end with the program. */
    public void abandon() {
        goesOn = false;
        threads.forEach(ExecutorService::shutdownNow);
    }

    /** Waits until nobody is at work any more, and ends the threads. */
    @Override
    public void close() {
        abandon();
        boolean interrupted = false;
        for (ExecutorService thread : threads) {
            while (!thread.isTerminated()) {
                try {
                    thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
