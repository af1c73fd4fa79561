// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import java.util.TreeMap;

/** The moments of a host that have been kept to be found again; a bounded number, the first one always among them. */
final class Moments {
    private static final int MAX = 64;

    private final TreeMap<Position, Moment> kept = new TreeMap<>();

    /** Adds a moment. If there are too many, every second one is dropped. */
    void add(Moment moment) {
        kept.put(moment.position(), moment);
        if (kept.size() > MAX) {
            boolean goes = false;
            for (Position position : kept.keySet().toArray(Position[]::new)) {
                if (goes) {
                    kept.remove(position);
                }
                goes = !goes;
            }
        }
    }

    /** Returns the last moment that is not after a position. */
    Moment before(Position position) {
        return kept.floorEntry(position).getValue();
    }

    void forgetAfter(Position position) {
        kept.tailMap(position, false).clear();
    }
}
