// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.List;
import java.util.Locale;
import org.xsplice.client.ToolResult;

/** Where the client writes to. */
public enum ToolStream {
    STDOUT,
    STDERR;

    /** Returns what scenario files call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the lines that were written to it; the last may be one that was not ended. */
    public List<String> lines(ToolResult result) {
        return (this == STDOUT ? result.stdout() : result.stderr()).lines().toList();
    }
}
