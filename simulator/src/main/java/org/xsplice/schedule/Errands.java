// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** What is to be done at a certain time; of several at the same time, in the order in which they were given. */
final class Errands {
    private record Errand(long due, long number, Runnable body) {}

    private final PriorityQueue<Errand> errands =
            new PriorityQueue<>(Comparator.comparingLong(Errand::due).thenComparingLong(Errand::number));
    private long given;

    /** Gives an errand. */
    void at(long timeNs, Runnable body) {
        errands.add(new Errand(timeNs, given++, body));
    }

    /** Returns when the next one is due. */
    OptionalLong next() {
        return errands.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(errands.peek().due());
    }

    /** Does what is due, and what that makes due. */
    void runDue(long now) {
        while (!errands.isEmpty() && errands.peek().due() <= now) {
            errands.poll().body().run();
        }
    }
}
