// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import java.util.regex.Pattern;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;

/** Lines that debug builds print while all goes well; tables leave them out. */
final class ProgressLines {
    private static final Pattern PROGRESS = Pattern.compile("(livepatch|xsplice): [^:]*: "
            + "(Loaded |Symbol resolved: |Undefined symbol resolved: |Absolute symbol: |new symbol |overriding symbol "
            + "|Resolved old|timeout is ).*");

    private ProgressLines() {}

    /** Returns the console's other lines, from a position of the log on. */
    static List<String> leftOut(EventLog log, int from) {
        return log.since(from, EventData.ConsoleLine.class)
                .map(EventData.ConsoleLine::line)
                .filter(line -> !PROGRESS.matcher(line).matches())
                .toList();
    }
}
