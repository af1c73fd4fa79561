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
        Output output = Output.ofProcess();
        int code = new Program(output).run(arguments);
        output.flush();
        // Not exit: nothing is left to be done, and that costs time.
        Runtime.getRuntime().halt(code);
    }
}
