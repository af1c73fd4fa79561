// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import org.xsplice.text.FilePosition;

/**
 * What must hold after a step. There is one record for each key of {@code expect}, which holds what the file says and
 * where, and knows how to look: {@link #check} compares it with what is {@link Observed} and tells what differs, in
 * lines.
 *
 * <p>{@code scenario.file.ExpectReader} makes them from a file, in the order in which they are looked at, and adds those
 * that go without saying: that a hypercall succeeds, that an action's rc is 0, that the client exits with 0. These are
 * {@link #implied}, and are passed over once something else has failed, since they would only repeat it.
 *
 * <p>{@code scenario.run.StepCheck} is the one place that looks, for whoever runs a scenario. An expectation looks and
 * changes nothing: not the host, nor itself.
 */
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

    /** Returns whether it is about more than payloads, what calls returned, and whether text is as it was. */
    default boolean looksBeyondPayloads() {
        return true;
    }

    /** Looks whether it holds. */
    ExpectationResult check(Observed seen);
}
