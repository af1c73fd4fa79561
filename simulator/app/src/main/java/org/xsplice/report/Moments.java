// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.event.Event;

/** The times of events. */
public final class Moments {
    private static final long EACH_NS = 1000;

    private Moments() {}

    /** Gives each event a microsecond of its own, for runs in which time stands still. */
    public static List<Event> numbered(List<Event> events) {
        List<Event> numbered = new ArrayList<>();
        for (Event event : events) {
            numbered.add(new Event(EACH_NS * numbered.size(), event.cpu(), event.data()));
        }
        return numbered;
    }
}
