// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.xsplice.jobs.Jobs;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeLimit;

/** Carries out a plan. */
public final class Fuzz {
    /** No case takes more of a processor's time; one that does is a bug. */
    private static final Duration HANGS = Duration.ofSeconds(10);
    /** Nor longer than this, on a busy machine: else it waits for something. */
    private static final Duration WAITS = Duration.ofSeconds(120);

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();
    private static final long LOOK_MS = 200;
    private static final int FINDINGS_MAX = 100;
    private static final long IDLE = Long.MAX_VALUE;

    private final FuzzPlan plan;
    private final TimeLimit limit;
    private final Histogram histogram = new Histogram();
    private final FieldCoverage fields;
    private final List<FoundBug> findings = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nextBlock = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final List<Worker> workers = new ArrayList<>();
    private final CountDownLatch working;

    private Fuzz(FuzzPlan plan, TimeLimit limit) {
        this.plan = plan;
        this.limit = limit;
        fields = new FieldCoverage(plan.targets());
        working = new CountDownLatch(plan.workers());
        for (int i = 0; i < plan.workers(); i++) {
            workers.add(new Worker());
        }
    }

    /**
     * Damages as many files as the plan says.
     *
     * @param progress is called now and then with how many cases are done
     */
    public static FuzzReport run(FuzzPlan plan, LongConsumer progress) {
        return run(plan, TimeLimit.NONE, progress);
    }

    /** Damages as many files as the plan says, as {@link #run(FuzzPlan, LongConsumer)}, as long as there is time. */
    public static FuzzReport run(FuzzPlan plan, TimeLimit limit, LongConsumer progress) {
        return new Fuzz(plan, limit).run(progress);
    }

    private FuzzReport run(LongConsumer progress) {
        long start = System.nanoTime();
        Jobs jobs = new Jobs("fuzz", 1 + plan.workers());
        try {
            jobs.each(number ->
                    number == 0 ? watch(progress) : workers.get(number - 1).work(jobs));
            jobs.close();
        } catch (EndlessException e) {
            findings.add(e.bug);
            jobs.abandon();
        } catch (RuntimeException | Error e) {
            jobs.close();
            throw e;
        }
        progress.accept(plan.cases());
        List<FoundBug> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparingLong(FoundBug::number));
        return new FuzzReport(done.get(), histogram, fields, sorted, Duration.ofNanos(System.nanoTime() - start));
    }

    /** A case does not end, and cannot be ended from outside. */
    private static final class EndlessException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient FoundBug bug;

        EndlessException(FoundBug bug) {
            this.bug = bug;
        }
    }

    /** Looks now and then at those who work, until none does. */
    private Void watch(LongConsumer progress) {
        try {
            while (!working.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                progress.accept(done.get());
                workers.forEach(Worker::mustNotHang);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** Goes through block after block, with hosts of its own. */
    private final class Worker {
        private volatile Thread thread;
        private volatile long current;
        private volatile long since = IDLE;
        private volatile long processorSince;

        Void work(Jobs jobs) {
            thread = Thread.currentThread();
            try {
                long blocks = (plan.cases() + FuzzPlan.BLOCK - 1) / FuzzPlan.BLOCK;
                for (long index = nextBlock.getAndIncrement();
                        index < blocks && findings.size() < FINDINGS_MAX && !limit.over();
                        index = nextBlock.getAndIncrement()) {
                    try (FuzzBlock block = new FuzzBlock(plan, index)) {
                        long end = Math.min(plan.cases(), (index + 1) * FuzzPlan.BLOCK);
                        while (block.next() < end && jobs.goesOn() && !limit.over()) {
                            attempt(block);
                        }
                    }
                }
            } finally {
                since = IDLE;
                working.countDown();
            }
            return null;
        }

        private void attempt(FuzzBlock block) {
            current = block.next();
            processorSince = PROCESSOR.getCurrentThreadCpuTime();
            since = System.nanoTime();
            try {
                FuzzCase prepared = block.prepare();
                prepared.field().ifPresent(fields::add);
                histogram.add(prepared.run());
            } catch (RuntimeException | Error e) {
                findings.add(finding(current, e));
            }
            done.incrementAndGet();
        }

        void mustNotHang() {
            if (since == IDLE || System.nanoTime() - since < HANGS.nanos()) {
                return;
            }
            boolean hangs = PROCESSOR.getThreadCpuTime(thread.getId()) - processorSince > HANGS.nanos();
            if (hangs || System.nanoTime() - since > WAITS.nanos()) {
                StringBuilder trace = new StringBuilder();
                for (StackTraceElement frame : thread.getStackTrace()) {
                    trace.append("    at ").append(frame).append('\n');
                }
                throw new EndlessException(new FoundBug(
                        current,
                        "it did not end within " + (hangs ? HANGS + " of a processor" : WAITS),
                        trace.toString()));
            }
        }
    }

    private static FoundBug finding(long number, Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return new FoundBug(number, e.toString(), trace.toString());
    }

    /** Does one case of a plan again, after those before it in its block. */
    public static CaseReplay replay(FuzzPlan plan, long number) {
        try (FuzzBlock block = new FuzzBlock(plan, number / FuzzPlan.BLOCK)) {
            while (block.next() < number) {
                try {
                    block.prepare().run();
                } catch (RuntimeException | Error e) {
                    // Another case's bug, and not what was asked for.
                    continue;
                }
            }
            FuzzCase wanted = block.prepare();
            try {
                CaseResult result = wanted.run();
                return new CaseReplay(wanted.file(), wanted.changes(), result.toString(), true);
            } catch (RuntimeException | Error e) {
                return new CaseReplay(
                        wanted.file(), wanted.changes(), finding(number, e).trace(), false);
            }
        }
    }
}
