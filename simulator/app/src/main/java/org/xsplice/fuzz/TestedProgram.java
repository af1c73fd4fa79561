// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;

/** The program itself, which carries out one command line after the other. It is for one thread. */
@FunctionalInterface
public interface TestedProgram {
    /**
     * Carries out a command line.
     *
     * @param input what the command finds on its standard input
     */
    Printed run(byte[] input, List<String> arguments);

    /** What it has printed, and its exit code. */
    record Printed(int code, String out, String err) {}
}
