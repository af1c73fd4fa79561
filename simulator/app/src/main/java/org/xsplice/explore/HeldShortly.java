// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;

/** The others stand still with interrupts off while the master works: it must not wait for anything. */
final class HeldShortly implements Property {
    /** How many instructions hooks may execute meanwhile; a tenth of a millisecond. */
    private static final long INSTRUCTIONS_MAX = 100_000;

    @Override
    public String name() {
        return "held";
    }

    @Override
    public String meaning() {
        return "hooks execute at most " + INSTRUCTIONS_MAX + " instructions while all CPUs are held";
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        long executed = host.executed();
        return host.orders().inRendezvous(choice.cpu()) && executed > INSTRUCTIONS_MAX
                ? Optional.of(format(
                        "hooks on CPU %d execute %d instructions while the other CPUs stand still with interrupts off",
                        choice.cpu(), executed))
                : Optional.empty();
    }
}
