// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.xsplice.state.Derived;

/**
 * The list of what happened, in order: all of it, or only the last events where it is bounded. Events are numbered
 * from 0, those that are gone too.
 */
public final class EventLog implements EventSink {
    private final int capacity;

    @Derived("what has happened, not what is: who keeps a host keeps the number of the next event")
    private final List<Event> events = new ArrayList<>();

    @Derived("how many events are gone")
    private int gone;

    /** Makes a log that holds all events. */
    public EventLog() {
        this(Integer.MAX_VALUE);
    }

    /**
     * Makes a log that holds the last events.
     *
     * @param capacity how many there are at least, once there have been that many; positive. There may be up to twice as many
     */
    public EventLog(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a log holds at least one event, not " + capacity);
        }
        this.capacity = capacity;
    }

    @Override
    public void accept(Event event) {
        if (events.size() / 2 >= capacity) {
            List<Event> oldest = events.subList(0, events.size() - capacity + 1);
            gone += oldest.size();
            oldest.clear();
        }
        events.add(event);
    }

    /** Returns how many events there have been; the number of the next one. */
    public int size() {
        return gone + events.size();
    }

    /** Returns the number of the oldest event that there is. */
    public int oldest() {
        return gone;
    }

    /** Returns the events from number {@code from} on, without those that the log has dropped. */
    public List<Event> since(int from) {
        return Collections.unmodifiableList(events.subList(Math.max(0, from - gone), events.size()));
    }

    /** Returns the data of one kind of event, from number {@code from} on, in order. */
    public <T extends EventData> Stream<T> since(int from, Class<T> kind) {
        return since(from).stream().map(Event::data).filter(kind::isInstance).map(kind::cast);
    }

    /**
     * Forgets the events from number {@code size} on.
     *
     * @throws IllegalArgumentException if older events are gone too
     */
    public void truncate(int size) {
        if (size < gone) {
            throw new IllegalArgumentException("event " + size + " is gone; the oldest one is " + gone);
        }
        events.subList(size - gone, events.size()).clear();
    }

    /** Forgets all events, and numbers the next one 0. */
    public void clear() {
        events.clear();
        gone = 0;
    }
}
