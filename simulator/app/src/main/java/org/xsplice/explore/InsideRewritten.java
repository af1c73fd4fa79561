// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import org.xsplice.machine.Register;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;
import org.xsplice.payload.PatchSite;

/** Text must not be written under a CPU that goes on in the middle of it. */
final class InsideRewritten implements Property {
    @Override
    public String name() {
        return "inside rewritten text";
    }

    @Override
    public String meaning() {
        return "no CPU stands between two instructions of text that is being written";
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        for (PatchSite site : host.sites()) {
            if (touched.writes(site.window())) {
                for (int cpu = 0; cpu < host.cpus(); cpu++) {
                    long rip = host.cpu(cpu).get(Register.RIP);
                    if (rip != site.window().start() && site.window().contains(rip)) {
                        return Optional.of(format(
                                "CPU %d stands at %s, while %d bytes at %s are being written",
                                cpu,
                                host.nameOf(rip),
                                site.length(),
                                host.nameOf(site.window().start())));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
