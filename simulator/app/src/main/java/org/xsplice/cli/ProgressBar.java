// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.xsplice.judge.CaseProgress;

/** A bar that grows on standard error, where that is a terminal; elsewhere nothing. */
final class ProgressBar implements CaseProgress {
    private static final int WIDTH = 40;
    static final String ERASE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean shown;

    private ProgressBar(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    static ProgressBar on(PrintWriter err) {
        return new ProgressBar(err, terminal());
    }

    static boolean terminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return System.console() != null;
        }
    }

    @Override
    public void at(int done, int total) {
        if (!shown) {
            return;
        }
        if (done == total) {
            err.print(ERASE);
        } else {
            int filled = (int) ((long) WIDTH * done / total);
            err.print(format("%s[%s%s] %d of %d", ERASE, "#".repeat(filled), " ".repeat(WIDTH - filled), done, total));
        }
        err.flush();
    }

    /** Lets lines be printed while the bar is there: it gives way, and is back with the next step. */
    Consumer<String> below(Consumer<String> lines) {
        return line -> {
            if (shown) {
                err.print(ERASE);
                err.flush();
            }
            lines.accept(line);
        };
    }
}
