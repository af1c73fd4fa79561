// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.state.HostState;
import org.xsplice.state.Ref;
import org.xsplice.time.VirtualTime;

/** The things to do, earliest first; several at the same time come in the order in which they were given. */
final class Errands {
    private final Ref<List<Errand>> errands;

    Errands(HostState state) {
        errands = state.value("errands", List.of());
    }

    /** Gives an errand. */
    void give(Errand errand) {
        List<Errand> more = new ArrayList<>(errands.get());
        int at = more.size();
        while (at > 0 && errand.due().isBefore(more.get(at - 1).due())) {
            at--;
        }
        more.add(at, errand);
        errands.set(List.copyOf(more));
    }

    /** Returns when the next one is due. */
    Optional<VirtualTime> next() {
        List<Errand> all = errands.get();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0).due());
    }

    /** Takes the next one that is due. */
    Optional<Errand> takeDue(VirtualTime now) {
        List<Errand> all = errands.get();
        if (all.isEmpty() || now.isBefore(all.get(0).due())) {
            return Optional.empty();
        }
        errands.set(List.copyOf(all.subList(1, all.size())));
        return Optional.of(all.get(0));
    }
}
