// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import org.xsplice.text.FilePosition;

/** What must hold after a step. */
public sealed interface Expectation
        permits ExpectErrno,
                ExpectStrict,
                ExpectRc,
                ExpectState,
                ExpectConsole,
                ExpectReturned,
                ExpectExit,
                ExpectOutput,
                ExpectHypercall,
                ExpectBytes,
                ExpectDisassembly,
                ExpectOriginalText,
                ExpectDeath {
    /** Returns where the file says so, or the step's place where it goes without saying. */
    FilePosition place();

    /** Returns whether it goes without saying; it is then not looked at once something else has failed. */
    default boolean implied() {
        return false;
    }

    /** Looks whether it holds. */
    ExpectationResult check(Observed seen);
}
