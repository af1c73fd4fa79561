// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.event.Event;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/** The times of events. */
public final class Moments {
    private static final Duration EACH = Duration.ofMicros(1);

    private Moments() {}

    /** Gives each event a microsecond of its own, for runs in which time stands still. */
    public static List<Event> numbered(List<Event> events) {
        List<Event> numbered = new ArrayList<>();
        for (Event event : events) {
            numbered.add(new Event(VirtualTime.START.plus(EACH.times(numbered.size())), event.cpu(), event.data()));
        }
        return numbered;
    }
}
