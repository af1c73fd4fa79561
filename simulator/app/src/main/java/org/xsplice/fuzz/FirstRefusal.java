// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;

/** Remembers which check refused first; everything else that happens is forgotten at once. */
final class FirstRefusal implements EventSink {
    private String check = "";

    @Override
    public void accept(Event event) {
        if (check.isEmpty() && event.data() instanceof EventData.CheckFailed failed) {
            check = failed.check();
        }
    }

    /** Returns the check's name, or an empty string, and forgets it. */
    String take() {
        String taken = check;
        check = "";
        return taken;
    }
}
