// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

/**
 * A class of the program or of Java cannot be had: a jar is damaged, or the system refuses what loading it takes. Needs no
 * other class that might be missing.
 */
final class Unlinked {
    private Unlinked() {}

    /** Tells of it, and returns the exit code. */
    static int report(LinkageError error) {
        System.err.println("xsplice: "
                + (ExhaustedMachine.causes(error)
                        ? ExhaustedMachine.message(error)
                        : "a jar of the program is damaged (" + error
                                + "). Run `make build` in the project's folder."));
        return ExitCode.MISSING;
    }
}
