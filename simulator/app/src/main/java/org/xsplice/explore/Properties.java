// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.List;
import java.util.stream.Collectors;

/** The properties that are looked at in every order; docs/explore.md tells of each. */
public final class Properties {
    private Properties() {}

    static List<Property> all() {
        return List.of(
                new TornInstruction(),
                new StaleInstruction(),
                new InsideRewritten(),
                new AllOrNothing(),
                new PatchedAsStated(),
                new ReturnCode(),
                new NmiMask(),
                new Deadline(),
                new HeldShortly(),
                new Interrupts(),
                new NeverStuck());
    }

    /** Returns what must hold, by the names of the properties. */
    public static String meaningOf(String name) {
        return all().stream()
                .filter(property -> property.name().equals(name))
                .map(Property::meaning)
                .collect(Collectors.joining());
    }
}
