// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import org.xsplice.client.ToolResult;
import org.xsplice.text.FilePosition;

/** How the client exits. */
public record ExpectExit(FilePosition place, int code, boolean implied) implements Expectation {
    private static final int KILLED = 128;

    @Override
    public ExpectationResult check(Observed seen) {
        String actual =
                seen.reply().tool().map(ExpectExit::text).orElse(seen.reply().obstacle());
        return ExpectationResult.compare(
                place, "exit code of " + seen.operation().title(), Integer.toString(code), actual);
    }

    /** Writes the exit code as a shell shows it: for what was killed, 128 and the signal. */
    public static String text(ToolResult result) {
        if (result instanceof ToolResult.Exited exited) {
            return Integer.toString(exited.status());
        }
        return result instanceof ToolResult.Killed killed
                ? Integer.toString(KILLED + killed.signal())
                : "the hypervisor died";
    }
}
