// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.xsplice.time.Duration;

/** Watches a machine until it has come to where it was to come, or is off, dead, silent, or does not start. */
final class Watch {
    private static final int LOOK_MS = 100;
    /** The report of a death is written by then. */
    private static final int LAST_WORDS_MS = 1500;

    private final Process process;
    private final WorkFolder work;
    private final Accelerator accelerator;
    private final int silenceSeconds;
    private final Runnable timeCheck;

    /**
     * @param silenceSeconds after which the machine is taken to loop
     * @param timeCheck throws where the time for all of it is over
     */
    Watch(Process process, WorkFolder work, Accelerator accelerator, int silenceSeconds, Runnable timeCheck) {
        this.timeCheck = timeCheck;
        this.process = process;
        this.work = work;
        this.accelerator = accelerator;
        this.silenceSeconds = silenceSeconds;
    }

    /**
     * Returns when nothing more can come; the process may still run.
     *
     * @param goal is asked each time the driver has told more, or the console
     */
    void until(Predicate<DriverOutput> goal) throws IOException, InterruptedException {
        long written = -1;
        long changed = System.nanoTime();
        while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
            timeCheck.run();
            long now = size(work.console()) + size(work.events());
            if (now != written) {
                written = now;
                changed = System.nanoTime();
                if (goal.test(DriverOutput.read(work.events()))) {
                    return;
                }
            }
            if (ConsoleTail.tellsDeath(ConsoleTail.lines(work.console()))) {
                process.waitFor(LAST_WORDS_MS, TimeUnit.MILLISECONDS);
                return;
            }
            int patience = written == 0 ? accelerator.patienceSeconds() : silenceSeconds;
            if (System.nanoTime() - changed > Duration.ofSeconds(patience).nanos()) {
                return;
            }
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
