// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

/** Exit codes of the program. */
final class ExitCode {
    /** All as expected. */
    static final int OK = 0;
    /**
     * An expectation was not met, or a difference or violation was found. A bug in the simulator ends with it too: the run
     * did not show what it should have.
     */
    static final int DIFFERENT = 1;
    /** The command line or an input file cannot be used, or what was asked for cannot be written. */
    static final int USAGE = 2;
    /** The hypervisor died where no death was expected. */
    static final int DIED = 3;
    /** Nothing could be judged: an engine, a tool, memory, or something else of the machine is missing, or the time is over. */
    static final int MISSING = 4;
    /** Whoever read standard output has gone: what a shell says of a program that SIGPIPE ends. */
    static final int CLOSED_PIPE = 128 + 13;

    private ExitCode() {}
}
