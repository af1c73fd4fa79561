// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often steps ended in which way. */
public final class OutcomeMix {
    private final Map<String, Long> counts = new TreeMap<>();
    private long steps;
    private long onLoaded;

    OutcomeMix() {}

    void add(StepRecord step) {
        counts.merge(step.result(), 1L, Long::sum);
        steps++;
        onLoaded += step.onLoaded() ? 1 : 0;
    }

    void add(OutcomeMix other) {
        other.counts.forEach((result, count) -> counts.merge(result, count, Long::sum));
        steps += other.steps;
        onLoaded += other.onLoaded;
    }

    /** Returns how many steps there were. */
    public long steps() {
        return steps;
    }

    /** Returns how many of them acted on a payload that was loaded. */
    public long onLoaded() {
        return onLoaded;
    }

    /** Returns one line for each way, the most frequent first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Long> e) -> -e.getValue())
                        .thenComparing(Map.Entry::getKey))
                .forEach(e -> lines.add(format("%10d  %s", e.getValue(), e.getKey())));
        return lines;
    }
}
