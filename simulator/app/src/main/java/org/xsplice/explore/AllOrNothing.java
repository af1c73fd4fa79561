// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;
import org.xsplice.payload.PatchSite;

/**
 * All functions of a payload change at one moment. A CPU notices if they do not when it calls a new one and an old one
 * without having been in the rendezvous, or asleep, in between.
 */
final class AllOrNothing implements Property {
    /** By CPU: which generation of each payload it has seen since it was last at rest; 1 is without, 2 is with it. */
    private final Remembered<SortedMap<Integer, SortedMap<String, Integer>>> seen = new Remembered<>(new TreeMap<>());

    @Override
    public String name() {
        return "all or nothing";
    }

    @Override
    public String meaning() {
        return "no CPU calls functions of a payload of which one is already patched and another is not";
    }

    @Override
    public Optional<String> executes(SteeredHost host, int cpu, long address, int length) {
        for (PatchSite site : host.sites()) {
            if (site.window().start() == address) {
                boolean with = Arrays.equals(host.cpu(cpu).see(address, site.length()), site.code());
                int generation = with ? 2 : 1;
                Integer before = ofCpu(cpu).get(site.payload());
                if (before == null) {
                    remember(cpu, site.payload(), generation);
                }
                if (before != null && before != generation) {
                    return Optional.of(format(
                            "CPU %d calls %s %s %s, after a function %s it",
                            cpu,
                            site.function(),
                            with ? "with" : "without",
                            site.payload(),
                            with ? "without" : "with"));
                }
            }
        }
        return Optional.empty();
    }

    private SortedMap<String, Integer> ofCpu(int cpu) {
        return seen.get().getOrDefault(cpu, Collections.emptySortedMap());
    }

    private void remember(int cpu, String payload, int generation) {
        SortedMap<String, Integer> own = new TreeMap<>(ofCpu(cpu));
        own.put(payload, generation);
        SortedMap<Integer, SortedMap<String, Integer>> all = new TreeMap<>(seen.get());
        all.put(cpu, own);
        seen.set(all);
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        SortedMap<Integer, SortedMap<String, Integer>> left = new TreeMap<>(seen.get());
        if (left.keySet().removeIf(cpu -> !host.orders().executesGuest(cpu))) {
            seen.set(left);
        }
        return Optional.empty();
    }

    @Override
    public List<Remembered<?>> remembers() {
        return List.of(seen);
    }
}
