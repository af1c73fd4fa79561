// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.Optional;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;

/** What comes too late is not done. */
final class Deadline implements Property {
    @Override
    public String name() {
        return "deadline";
    }

    @Override
    public String meaning() {
        return "after its deadline the master acts only if all CPUs have come";
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        return host.orders().actedLate()
                ? Optional.of("the master acts after its deadline, although not all CPUs have come")
                : Optional.empty();
    }
}
