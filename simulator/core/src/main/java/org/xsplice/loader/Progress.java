// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.xsplice.refusal.Check;

/**
 * How far loading has come: for the report of a refusal or a death, and for whoever asks after it. The steps tell, and
 * none of them reads what another has told.
 */
final class Progress {
    private final List<Checks<?>> checks = new ArrayList<>();
    private String function = "livepatch_upload";
    private long item;
    private Checks<?> making;
    private int stage;
    private Supplier<Suspect> suspect;
    private long[] loadAddresses = {};

    /** Notes which Xen function is being modelled. */
    void enter(String modelled) {
        function = modelled;
    }

    /** Returns the name of the Xen function that was modelled last, by its name in 4.17. */
    String function() {
        return function;
    }

    /** Notes which one of several equal things is looked at now. */
    void at(long number) {
        item = number;
    }

    long item() {
        return item;
    }

    /** Makes checks of a part of the ladder ready. */
    <T> Checks<T> ready(Ladder.Part<T> part) {
        Checks<T> ready = new Checks<>(this, part);
        checks.add(ready);
        return ready;
    }

    /**
     * Notes that checks of a part of the ladder are made.
     *
     * @throws IllegalStateException if they stand before those that were made last
     */
    void reach(Checks<?> reached, int first, int last) {
        if (first < stage) {
            throw new IllegalStateException(format(
                    "checks of stage %d come after %s of stage %d; the ladder has them before", first, check(), stage));
        }
        stage = last;
        making = reached;
    }

    /** Returns the check that is being made, or was made last. */
    Check check() {
        return making.current();
    }

    /** Returns the checks that have been made and passed. */
    Set<Check> passed() {
        Set<Check> passed = EnumSet.noneOf(Check.class);
        checks.forEach(each -> each.addPassed(passed));
        return passed;
    }

    /** Notes what to blame if the next access faults. */
    void suspect(Supplier<Suspect> blamed) {
        suspect = blamed;
    }

    Optional<Suspect> suspect() {
        return Optional.ofNullable(suspect).map(Supplier::get);
    }

    /** Notes that sections are being loaded from now on. */
    void loading(int sections) {
        loadAddresses = new long[sections];
    }

    void loaded(int section, long address) {
        loadAddresses[section] = address;
    }

    List<Long> loadAddresses() {
        return Arrays.stream(loadAddresses).boxed().toList();
    }
}
