// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is damaged. */
public enum FuzzKind {
    /** Payloads, on a host that takes one after the other. */
    PAYLOADS(19),
    /** Scenario files, which the program runs. */
    SCENARIOS(15),
    /** Orders of events in scenario files, which the program replays. */
    CHOICES(4),
    /** Executables of hypervisors, which are booted and patched. */
    IMAGES(1),
    /** Files as they lie in /boot, packed or not, which the program looks at. */
    BOOTFILES(2);

    private final int share;

    FuzzKind(int share) {
        this.share = share;
    }

    /** Returns the name that users write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds the one for what a user wrote. */
    public static Optional<FuzzKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Returns in which order kinds take turns, so that each has its share and comes early. */
    static List<FuzzKind> turns(Collection<FuzzKind> kinds) {
        Map<FuzzKind, Integer> left = new EnumMap<>(FuzzKind.class);
        kinds.forEach(kind -> left.put(kind, kind.share));
        List<FuzzKind> turns = new ArrayList<>();
        while (!left.isEmpty()) {
            turns.addAll(left.keySet());
            left.replaceAll((kind, turnsLeft) -> turnsLeft - 1);
            left.values().removeIf(turnsLeft -> turnsLeft == 0);
        }
        return List.copyOf(turns);
    }
}
