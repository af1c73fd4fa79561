// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeLimit;

/** Watches a machine until it is off, dead, silent, or does not start. */
final class Watch {
    private static final int LOOK_MS = 100;
    /** The report of a death is written by then. */
    private static final int LAST_WORDS_MS = 1500;

    private final Process process;
    private final WorkFolder work;
    private final Accelerator accelerator;
    private final int steps;
    private final int silenceSeconds;
    private final TimeLimit limit;
    private final Consumer<String> progress;
    private String told = "";

    /**
     * @param steps of the errand
     * @param limit for the machine; it ends with it
     * @param silenceSeconds after which the machine is taken to loop
     */
    Watch(
            Process process,
            WorkFolder work,
            Accelerator accelerator,
            int steps,
            int silenceSeconds,
            TimeLimit limit,
            Consumer<String> progress) {
        this.process = process;
        this.work = work;
        this.accelerator = accelerator;
        this.steps = steps;
        this.silenceSeconds = silenceSeconds;
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * Returns when nothing more can come; the process may still run.
     *
     * @throws org.xsplice.time.TimeIsOverException if the time is over before
     */
    void untilOver() throws IOException, InterruptedException {
        long written = -1;
        long changed = System.nanoTime();
        while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
            limit.check(told.isEmpty() ? "the real Xen has not begun to boot" : told);
            long console = size(work.console());
            long events = size(work.events());
            if (console + events != written) {
                written = console + events;
                changed = System.nanoTime();
                if (done(console, events)) {
                    return;
                }
            }
            if (ConsoleTail.tellsDeath(ConsoleTail.lines(work.console()))) {
                process.waitFor(LAST_WORDS_MS, TimeUnit.MILLISECONDS);
                return;
            }
            int patience = console == 0 ? accelerator.patienceSeconds() : silenceSeconds;
            if (System.nanoTime() - changed > Duration.ofSeconds(patience).nanos()) {
                return;
            }
        }
    }

    /** Tells how far the machine is, and returns whether it has done its errand. */
    private boolean done(long console, long events) throws IOException {
        boolean done = false;
        String now = "starting QEMU (" + accelerator.word() + ")";
        if (events > 0) {
            DriverOutput output = DriverOutput.read(work.events());
            done = output.done();
            now = "step " + output.tried() + " of " + steps + " on the real Xen";
        } else if (console > 0) {
            now = "booting the real Xen (" + accelerator.word() + ")";
        }
        if (!now.equals(told)) {
            told = now;
            progress.accept(now);
        }
        return done;
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
