// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;

/**
 * One thing that is done to a host, and what should come of it.
 *
 * @param act an action and a payload ({@code APPLY m}, {@code APPLY m NODEPS}, {@code 9 m} for a command nobody knows);
 *     {@code SCHEDULE} and one of them, which does not wait for its end, and {@code WAIT}, which does; {@code UPLOAD}, a
 *     name, a payload and perhaps a damage; {@code LIST}, an index and a count; or {@code CALL} and a function that returns
 *     a string
 */
record ActionStep(String act, Result result) {
    /** What comes of it. */
    sealed interface Result {}

    /**
     * It returns.
     *
     * @param check that refused it, or an empty string
     * @param outcome {@code 0}, the name of an error, or the string of a {@code CALL}
     * @param payloads name, state and rc of every payload afterwards
     * @param lines on the console, without those that only tell of progress
     */
    record Returned(String check, String outcome, List<String> payloads, List<String> lines) implements Result {}

    /**
     * The hypervisor dies.
     *
     * @param cause for example {@code FATAL PAGE FAULT}
     */
    record Died(String cause) implements Result {}
}
