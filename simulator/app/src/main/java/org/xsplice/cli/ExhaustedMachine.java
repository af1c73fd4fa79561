// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.util.List;

/** The system gives this process no more memory, threads or files. That says nothing about what was asked. */
final class ExhaustedMachine {
    /** Parts of what Java and the system say. */
    private static final List<String> MEMORY = List.of(
            "unable to create native thread",
            "unable to create new native thread",
            "Map failed",
            "Cannot allocate ",
            "Metaspace",
            "Compressed class space");

    private static final List<String> FILES = List.of("Too many open files");
    private static final int DEPTH_MAX = 20;

    private ExhaustedMachine() {}

    /** Returns whether a failure comes from that. The Java machine's own heap is another matter: there an option helps. */
    static boolean causes(Throwable error) {
        return says(error, MEMORY) || says(error, FILES);
    }

    /** Says what is short, and how to have more. */
    static String message(Throwable error) {
        return says(error, FILES)
                ? "this process may not open more files. Look at `ulimit -n`, and raise it, as with `ulimit -n 256`."
                : "the system gives this process no more memory or threads. Look at `ulimit -v` and `ulimit -u`, and raise"
                        + " them, as with `ulimit -v unlimited`.";
    }

    private static boolean says(Throwable error, List<String> texts) {
        int depth = 0;
        for (Throwable each = error; each != null && depth < DEPTH_MAX; each = each.getCause()) {
            boolean ofTheSystem = each instanceof IOException || each instanceof Error;
            String said = String.valueOf(each.getMessage());
            if (ofTheSystem && texts.stream().anyMatch(said::contains)) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
