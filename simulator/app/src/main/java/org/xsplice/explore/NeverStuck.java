// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.machine.Register;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;

/** As long as not all is over, something can go on. */
final class NeverStuck implements Property {
    @Override
    public String name() {
        return "stuck";
    }

    @Override
    public String meaning() {
        return "no CPU spins for ever, and every step of the scenario can begin";
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        boolean goesOn = host.over()
                || host.choices().stream().anyMatch(c -> c.kind() != Choice.Kind.NMI && c.kind() != Choice.Kind.FETCH);
        if (goesOn) {
            return Optional.empty();
        }
        String spinning = spinning(host);
        return Optional.of(spinning.isEmpty() ? "the next step can never begin" : spinning);
    }

    private static String spinning(SteeredHost host) {
        List<String> spinning = new ArrayList<>();
        for (int cpu = 0; cpu < host.cpus(); cpu++) {
            int id = cpu;
            host.orders()
                    .spinsAt(cpu)
                    .ifPresent(place -> spinning.add(format(
                            "CPU %d spins at %s%s for ever",
                            id, place, host.orders().interruptsOff(id) ? ", interrupts off," : "")));
        }
        return String.join("; ", spinning);
    }

    /** Returns the violation of a host that goes on, but never comes to an end. */
    static Violation endless(SteeredHost host) {
        List<String> awake = new ArrayList<>();
        for (int cpu = 0; cpu < host.cpus(); cpu++) {
            if (host.orders().executesGuest(cpu)) {
                awake.add(format(
                        "CPU %d at %s%s",
                        cpu,
                        host.nameOf(host.cpu(cpu).get(Register.RIP)),
                        host.orders().interruptsOff(cpu) ? ", interrupts off" : ""));
            }
        }
        String spinning = spinning(host);
        return new Violation(
                new NeverStuck().name(),
                "whatever comes next, this never ends: " + String.join("; ", awake)
                        + (spinning.isEmpty() ? "" : "; " + spinning));
    }
}
