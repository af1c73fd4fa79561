// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.Optional;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;

/** After the rendezvous, NMIs arrive again. */
final class NmiMask implements Property {
    @Override
    public String name() {
        return "NMIs masked";
    }

    @Override
    public String meaning() {
        return "NMIs are handled again when an action is over, whatever its result";
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        return host.orders().workOver() && host.orders().nmiMasked()
                ? Optional.of("no action is pending, but every NMI is swallowed")
                : Optional.empty();
    }
}
