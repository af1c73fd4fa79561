// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.xsplice.judge.CaseProgress;

/** A bar that grows on standard error, where that is a terminal; elsewhere nothing. */
final class ProgressBar implements CaseProgress {
    private static final int WIDTH = 40;

    private final Output output;
    private final boolean shown;

    private ProgressBar(Output output, boolean shown) {
        this.output = output;
        this.shown = shown;
    }

    static ProgressBar on(Output output) {
        return new ProgressBar(output, terminal());
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
        int filled = (int) ((long) WIDTH * done / total);
        output.status(
                done == total
                        ? ""
                        : format("[%s%s] %d of %d", "#".repeat(filled), " ".repeat(WIDTH - filled), done, total));
    }

    /** Lets lines be printed while the bar is there: it gives way, and is back with the next step. */
    Consumer<String> below(Consumer<String> lines) {
        return line -> {
            if (shown) {
                output.status("");
            }
            lines.accept(line);
        };
    }
}
