// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The list of everything that happened, in order. */
public final class EventLog implements EventSink {
    private final List<Event> events = new ArrayList<>();

    @Override
    public void accept(Event event) {
        events.add(event);
    }

    /** Returns how many events there are; the position of the next one. */
    public int size() {
        return events.size();
    }

    /** Returns the events from position {@code from} on. */
    public List<Event> since(int from) {
        return Collections.unmodifiableList(events.subList(from, events.size()));
    }

    /** Returns the data of one kind of event, from position {@code from} on, in order. */
    public <T extends EventData> Stream<T> since(int from, Class<T> kind) {
        return since(from).stream().map(Event::data).filter(kind::isInstance).map(kind::cast);
    }

    /** Forgets the events from position {@code size} on. */
    public void truncate(int size) {
        events.subList(size, events.size()).clear();
    }

    /** Forgets all events. */
    public void clear() {
        events.clear();
    }
}
