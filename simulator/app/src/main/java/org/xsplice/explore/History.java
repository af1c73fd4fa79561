// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.event.EventSink;
import org.xsplice.machine.Checkpoint;

/** A log of events that can go back to any moment, and from there to any other: what was common is kept once. */
final class History implements EventSink {
    private final EventLog log = new EventLog();
    private final boolean expectedOnly;
    private Link last;

    /** An event and those before it. */
    private record Link(Event event, Link before, int size) {}

    /**
     * @param expectedOnly whether events are forgotten at once that no expectation asks for
     */
    History(boolean expectedOnly) {
        this.expectedOnly = expectedOnly;
    }

    @Override
    public void accept(Event event) {
        if (!expectedOnly || expected(event.data())) {
            log.accept(event);
            last = new Link(event, last, log.size());
        }
    }

    private static boolean expected(EventData data) {
        return data instanceof EventData.ConsoleLine || data instanceof EventData.StrictRefused;
    }

    EventLog log() {
        return log;
    }

    Checkpoint keep() {
        Link then = last;
        return () -> goTo(then);
    }

    private void goTo(Link moment) {
        List<Link> missing = new ArrayList<>();
        Link there = moment;
        Link here = last;
        while (there != here) {
            if (size(there) >= size(here)) {
                missing.add(there);
                there = there.before();
            } else {
                here = here.before();
            }
        }
        log.truncate(size(here));
        for (int i = missing.size() - 1; i >= 0; i--) {
            log.accept(missing.get(i).event());
        }
        last = moment;
    }

    private static int size(Link link) {
        return link == null ? 0 : link.size();
    }
}
