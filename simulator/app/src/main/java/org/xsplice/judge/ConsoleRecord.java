// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;

/** The console lines since they were last taken. */
final class ConsoleRecord implements EventSink {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void accept(Event event) {
        if (event.data() instanceof EventData.ConsoleLine line) {
            lines.add(line.line());
        }
    }

    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
