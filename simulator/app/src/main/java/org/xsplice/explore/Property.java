// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.List;
import java.util.Optional;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;

/** What must hold in every order of events. One that remembers anything is part of the state that is searched. */
interface Property {
    /** Names it, as reports do. */
    String name();

    /** Says in one sentence what must hold. */
    String meaning();

    /** Looks at an instruction of patched text that a CPU is about to execute; returns what is wrong with it. */
    default Optional<String> executes(SteeredHost host, int cpu, long address, int length) {
        return Optional.empty();
    }

    /**
     * Looks at the host after a choice; returns what is wrong.
     *
     * @param touched what the choice has touched
     */
    default Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        return Optional.empty();
    }

    /** Returns all that it remembers from one choice to the next. */
    default List<Remembered<?>> remembers() {
        return List.of();
    }
}
