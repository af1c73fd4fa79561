// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.xsplice.loader.Ladder;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/** How the cases have ended. */
public final class Histogram {
    private final Map<Ending, Map<String, Long>> counts = new EnumMap<>(Ending.class);

    synchronized void add(CaseResult result) {
        counts.computeIfAbsent(result.ending(), e -> new TreeMap<>()).merge(result.detail(), 1L, Long::sum);
    }

    /** Returns how many cases there are of an ending. */
    public synchronized long count(Ending ending) {
        return counts.getOrDefault(ending, Map.of()).values().stream()
                .mapToLong(n -> n)
                .sum();
    }

    /** Returns how many payloads there are. */
    public long payloads() {
        return count(Ending.REFUSED)
                + count(Ending.DIED_AT_UPLOAD)
                + count(Ending.NOT_APPLIED)
                + count(Ending.DIED_LATER)
                + count(Ending.RAN);
    }

    /** Returns how many payloads have passed all checks of header, section headers and section names. */
    public synchronized long pastSections() {
        long before = counts.getOrDefault(Ending.REFUSED, Map.of()).entrySet().stream()
                .filter(e -> Check.valueOf(e.getKey()).compareTo(Check.SECTION_NAME) <= 0)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return payloads() - before;
    }

    /** Returns the checks of upload that some of these releases make, and that have refused nothing. */
    public synchronized Set<Check> missed(List<Profile> releases) {
        Set<Check> missed = EnumSet.noneOf(Check.class);
        releases.forEach(profile -> missed.addAll(Ladder.of(profile).checks()));
        counts.getOrDefault(Ending.REFUSED, Map.of()).keySet().forEach(check -> missed.remove(Check.valueOf(check)));
        return missed;
    }

    /** Returns the histogram, a heading and indented lines for each ending that has occurred. */
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        counts.forEach((ending, details) -> {
            lines.add(ending.title());
            details.entrySet().stream()
                    .sorted(ending == Ending.REFUSED ? inOrderOfChecks() : mostFirst())
                    .forEach(e -> lines.add(format("%12d  %s", e.getValue(), e.getKey())));
        });
        return lines;
    }

    private static java.util.Comparator<Map.Entry<String, Long>> inOrderOfChecks() {
        return java.util.Comparator.comparing(e -> Check.valueOf(e.getKey()));
    }

    private static java.util.Comparator<Map.Entry<String, Long>> mostFirst() {
        return java.util.Comparator.comparing((Map.Entry<String, Long> e) -> -e.getValue())
                .thenComparing(e -> e.getKey().toLowerCase(Locale.ROOT));
    }
}
