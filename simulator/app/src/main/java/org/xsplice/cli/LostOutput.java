// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the program says, and how it ends, when its standard output could not be written. */
final class LostOutput {
    private LostOutput() {}

    /**
     * Tells of it, but not where the reader of a pipe has gone: that is how {@code | head} asks for no more.
     *
     * @param code what the command ended with
     * @return the exit code: a verdict other than "as expected" stays what it is
     */
    static int report(Output output, IOException reason, int code) {
        String text = String.valueOf(reason.getMessage());
        boolean readerGone = text.contains("Broken pipe") || pipe();
        if (!readerGone) {
            boolean closed = text.contains("Bad file descriptor");
            output.error("cannot write standard output: " + (closed ? "it is closed" : text));
        }
        if (code != ExitCode.OK) {
            return code;
        }
        return readerGone ? ExitCode.CLOSED_PIPE : ExitCode.USAGE;
    }

    /** Returns whether it is a pipe, of which nothing else can go wrong; the text of the failure may be in any language. */
    private static boolean pipe() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
