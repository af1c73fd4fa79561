// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.xsplice.text.Formats.format;

/**
 * A mismatch and where it was.
 *
 * @param scenario its name, or that of an upload case
 * @param step counted from 1
 * @param command of the step
 */
record Difference(String scenario, int step, String command, Mismatch mismatch) {
    private static final int COMMAND_MAX = 60;

    /** Returns it as one line. */
    String line() {
        String shown = command.length() <= COMMAND_MAX ? command : command.substring(0, COMMAND_MAX) + "...";
        return format(
                "%s, step %d (%s), %s%s: expected %s, got %s",
                scenario, step, shown, mismatch.field(), mismatch.place(), mismatch.expected(), mismatch.actual());
    }
}
