// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.Optional;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;

/** In the end no CPU has its interrupts off. */
final class Interrupts implements Property {
    @Override
    public String name() {
        return "interrupts off";
    }

    @Override
    public String meaning() {
        return "no CPU sleeps with its interrupts off when everything is over";
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        for (int cpu = 0; host.over() && cpu < host.cpus(); cpu++) {
            if (host.orders().interruptsOff(cpu)) {
                return Optional.of("everything is over, but CPU " + cpu + " sleeps with its interrupts off");
            }
        }
        return Optional.empty();
    }
}
