// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.chance.Chance;

/**
 * A duration, or a range of which one is drawn each time.
 *
 * @param minNs at least 0
 * @param maxNs not below that; included
 */
public record Span(long minNs, long maxNs) {
    /** Makes the span that is always the same. */
    public static Span of(long ns) {
        return new Span(ns, ns);
    }

    /** Draws one; costs one choice, also where there is only one. */
    long draw(Chance chance) {
        return minNs + Long.remainderUnsigned(chance.nextLong(), maxNs - minNs + 1);
    }

    /** Returns it at this many per cent of its length. */
    Span scaled(int percent) {
        return new Span(minNs * percent / 100, maxNs * percent / 100);
    }
}
