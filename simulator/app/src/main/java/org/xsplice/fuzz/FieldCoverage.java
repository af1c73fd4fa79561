// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xsplice.damage.Border;
import org.xsplice.damage.FieldDamage;

/** Which fields of the images' headers had which border values. */
public final class FieldCoverage {
    private final Set<FieldDamage> all = new LinkedHashSet<>();
    private final Set<FieldDamage> done = new HashSet<>();

    /** Nothing has been damaged yet. */
    FieldCoverage(List<FuzzTarget> targets) {
        targets.forEach(target -> all.addAll(target.fields()));
    }

    synchronized void add(FieldDamage damage) {
        done.add(damage);
    }

    /** Returns what has not been tried, neither there nor in another header of the kind: the border values, by field. */
    public synchronized Map<String, Set<Border>> missed() {
        Map<String, Set<Border>> missed = new TreeMap<>();
        all.forEach(damage -> missed.computeIfAbsent(damage.place().kind(), kind -> EnumSet.noneOf(Border.class))
                .add(damage.border()));
        done.forEach(damage -> missed.get(damage.place().kind()).remove(damage.border()));
        missed.values().removeIf(Set::isEmpty);
        return missed;
    }

    /** Returns how many fields with how many border values were tried, and a line for each field with what it lacks. */
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        long fields = all.stream().map(FieldDamage::place).distinct().count();
        long damaged = done.stream().map(FieldDamage::place).distinct().count();
        lines.add(format(
                "fields of the images' headers: %d of %d were damaged, with %d of %d border values",
                damaged, fields, done.size(), all.size()));
        missed().forEach((field, borders) -> lines.add(format(
                "    no %s was %s",
                field, borders.stream().map(Border::toString).collect(Collectors.joining(", ")))));
        return lines;
    }
}
