// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.Arrays;
import java.util.Optional;
import org.xsplice.payload.PatchSite;

/** What a CPU fetched before the patching must not be executed afterwards. */
final class StaleInstruction implements Property {
    @Override
    public String name() {
        return "stale instruction";
    }

    @Override
    public String meaning() {
        return "no CPU executes text as it was before it was patched";
    }

    @Override
    public Optional<String> executes(SteeredHost host, int cpu, long address, int length) {
        if (!host.cpu(cpu).lags() || !host.text().pending().isEmpty()) {
            return Optional.empty();
        }
        for (PatchSite site : host.sites()) {
            if (site.window().contains(address)) {
                byte[] seen = host.cpu(cpu).see(site.window().start(), site.length());
                byte[] there = host.memory().read(site.window().start(), site.length());
                if (!Arrays.equals(seen, there)) {
                    return Optional.of(format(
                            "CPU %d executes %s as it fetched it before: %s, but now %s is there",
                            cpu, host.nameOf(address), Hex.of(seen), Hex.of(there)));
                }
            }
        }
        return Optional.empty();
    }
}
