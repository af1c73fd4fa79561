// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.Locale;

/** The program. */
public final class Main {
    /** What the launcher wants added to exit codes, to know them from those of the Java machine; 0 where it does not wait. */
    private static final int OFFSET = Integer.getInteger("xsplice.exit-offset", 0);

    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Whatever the user's language: numbers and case changes are the same everywhere.
        Locale.setDefault(Locale.ROOT);
        goWithLauncher();
        int code;
        try {
            StandardOutput standard = new StandardOutput();
            code = run(Output.ofProcess(standard), standard, arguments);
        } catch (LinkageError e) {
            code = Unlinked.report(e);
        }
        // Not exit: nothing is left to be done, and that costs time.
        Runtime.getRuntime().halt(OFFSET + code);
    }

    /** A launcher that waits for this process is all that the user knows of it: without it, nobody wants the result. */
    private static void goWithLauncher() {
        if (OFFSET > 0) {
            ProcessHandle.current()
                    .parent()
                    .ifPresent(launcher ->
                            launcher.onExit().thenRun(() -> Runtime.getRuntime().halt(OFFSET + ExitCode.MISSING)));
        }
    }

    private static int run(Output output, StandardOutput standard, String[] arguments) {
        int code = new Program(output).run(arguments);
        output.flush();
        return standard.lost().map(why -> LostOutput.report(output, why, code)).orElse(code);
    }
}
