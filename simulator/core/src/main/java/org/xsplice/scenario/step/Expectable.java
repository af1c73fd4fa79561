// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a scenario can say of a step's end: the keys of {@code expect}. */
public enum Expectable {
    ERRNO,
    STRICT,
    RC,
    STATE,
    RETURNS,
    EXIT,
    STDOUT,
    STDERR,
    STATES,
    CONSOLE,
    HYPERCALL,
    BYTES,
    DISASSEMBLY,
    TEXT,
    DIES;

    private static final Set<Expectable> OF_THE_HOST = Collections.unmodifiableSet(EnumSet.range(STATES, TEXT));

    /** Returns what scenario files call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns all words, in their order. */
    public static List<String> words(Set<Expectable> some) {
        return EnumSet.copyOf(some).stream().map(Expectable::word).toList();
    }

    /** Returns what is about the host as a whole, and so can be said of every step, with what is said of this one. */
    static Set<Expectable> hostAnd(Expectable... more) {
        Set<Expectable> all = EnumSet.copyOf(OF_THE_HOST);
        all.addAll(Arrays.asList(more));
        return all;
    }
}
