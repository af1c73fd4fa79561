// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A trouble that the hypervisor can be put in.
 *
 * @param number of the request for memory that fails, from 1; 0 for all but memory
 */
public record Trouble(Kind kind, int number) {
    private static final int REQUESTS_MAX = 12;

    /** What the trouble is. */
    public enum Kind {
        /** There is none. */
        NONE,
        /** One request for memory fails. */
        MEMORY,
        /** Some other CPU is just being plugged, and holds the lock of the CPU maps. */
        CPU_MAPS,
        /** Some other CPU holds the lock of the payloads while the next debug key is pressed. */
        PAYLOAD_LOCK,
        /** Nothing may be applied: a domain's virtual CPU waits with its stack put aside. */
        WAIT_QUEUE
    }

    /** Describes what needs no number. */
    public static Trouble of(Kind kind) {
        return new Trouble(kind, 0);
    }

    /** Returns all that users can name. */
    public static List<Trouble> all() {
        List<Trouble> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.MEMORY) {
                all.add(of(kind));
            }
        }
        for (int i = 1; i <= REQUESTS_MAX; i++) {
            all.add(new Trouble(Kind.MEMORY, i));
        }
        return List.copyOf(all);
    }

    /** Returns what users write. */
    public String word() {
        String word = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return kind == Kind.MEMORY ? word + "-" + number : word;
    }

    /** Finds the one that a user wrote. */
    public static Optional<Trouble> of(String word) {
        return all().stream().filter(s -> s.word().equals(word)).findFirst();
    }
}
