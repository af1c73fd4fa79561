// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.xsplice.profile.Release.Change;

/**
 * A release with its point releases, for example 4.17.0 to 4.17.7.
 *
 * @param name for example {@code 4.17}
 * @param last number of the newest point release
 * @param points those that differ from the one before, by number; 0 is always among them
 */
public record Series(String name, int last, NavigableMap<Integer, Release> points) {
    public Series {
        points = Collections.unmodifiableNavigableMap(points);
    }

    /** Begins with a first release. */
    static Series first(String name, int last, Release release) {
        NavigableMap<Integer, Release> points = new TreeMap<>();
        points.put(0, release);
        return new Series(name, last, points);
    }

    /** Begins the next series: its first release is the first one of this, with changes. */
    Series next(String nextName, int nextLast, Change... changes) {
        return first(nextName, nextLast, points.get(0).after(changes));
    }

    /** Adds a point release that differs from the one before. */
    Series point(int number, Change... changes) {
        NavigableMap<Integer, Release> more = new TreeMap<>(points);
        more.put(number, points.lastEntry().getValue().after(changes));
        return new Series(name, last, more);
    }

    /** Returns what a point release does, also one that is newer than the newest that is known. */
    public Release release(int number) {
        return points.floorEntry(number).getValue();
    }
}
