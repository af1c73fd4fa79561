// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.chance.Chance;
import org.xsplice.time.Duration;

/**
 * A duration, or a range of which one is drawn each time.
 *
 * @param max not below that; included
 */
public record Span(Duration min, Duration max) {
    /** Makes the span that is always the same. */
    public static Span of(Duration duration) {
        return new Span(duration, duration);
    }

    /** Draws one; costs one choice, also where there is only one. */
    Duration draw(Chance chance) {
        long lengths = max.nanos() - min.nanos() + 1;
        return min.plus(Duration.ofNanos(Long.remainderUnsigned(chance.nextLong(), lengths)));
    }

    /** Returns it at this many per cent of its length. */
    Span scaled(int percent) {
        return new Span(min.percent(percent), max.percent(percent));
    }
}
