// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.Locale;

/** The program. */
public final class Main {
    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Whatever the user's language: numbers and case changes are the same everywhere.
        Locale.setDefault(Locale.ROOT);
        StandardOutput standard = new StandardOutput();
        Output output = Output.ofProcess(standard);
        int code = run(output, standard, arguments);
        // Not exit: nothing is left to be done, and that costs time.
        Runtime.getRuntime().halt(code);
    }

    private static int run(Output output, StandardOutput standard, String[] arguments) {
        int code = new Program(output).run(arguments);
        output.flush();
        return standard.lost().map(why -> LostOutput.report(output, why, code)).orElse(code);
    }
}
