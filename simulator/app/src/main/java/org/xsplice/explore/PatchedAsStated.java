// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.Arrays;
import java.util.Optional;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;
import org.xsplice.payload.PatchSite;
import org.xsplice.plane.PayloadStatus;

/** Between actions, text is what the states of the payloads say. */
final class PatchedAsStated implements Property {
    @Override
    public String name() {
        return "patched as stated";
    }

    @Override
    public String meaning() {
        return "between actions all functions of the newest applied payload are patched; without an applied payload, none is";
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        if (!host.stepEnds() || !host.orders().workOver()) {
            return Optional.empty();
        }
        boolean applied = host.payloads().stream().anyMatch(payload -> payload.state() == PayloadStatus.APPLIED);
        if (!applied) {
            return host.textIsOriginal()
                    ? Optional.empty()
                    : Optional.of("no payload is applied, but the hypervisor's text is not as it was");
        }
        for (PatchSite site : host.sitesInForce()) {
            byte[] there = host.memory().read(site.window().start(), site.length());
            if (!Arrays.equals(there, site.code())) {
                return Optional.of(format("%s is applied, but %s is not patched", site.payload(), site.function()));
            }
        }
        return Optional.empty();
    }
}
