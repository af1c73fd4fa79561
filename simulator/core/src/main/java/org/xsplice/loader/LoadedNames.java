// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.mend.GuestFacts;

/** The hypervisor with its loaded payloads, as mends look at them. */
record LoadedNames(Hypervisor hypervisor, LoadedPayloads loaded) implements GuestFacts {
    @Override
    public ByteString buildId() {
        return hypervisor.image().buildId();
    }

    @Override
    public long addressOf(String name) {
        long core = name.isEmpty() ? 0 : hypervisor.symbols().addressOf(name);
        return core != 0 ? core : loaded.newSymbol(name);
    }

    @Override
    public Optional<String> knownAs(String bare) {
        List<String> found = new ArrayList<>();
        for (String name : names()) {
            if (name.endsWith("#" + bare)) {
                found.add(name);
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    @Override
    public Iterable<String> names() {
        return hypervisor.symbols().names();
    }

    @Override
    public Optional<String> provider(String name) {
        return loaded.provider(name).map(LoadedPayload::name);
    }

    @Override
    public Optional<String> built(ByteString id) {
        return Stream.of(EmbeddedGuest.values())
                .filter(guest -> guest.image().buildId().equals(id))
                .map(EmbeddedGuest::word)
                .findFirst();
    }

    @Override
    public long sizeAt(long address) {
        return hypervisor
                .symbols()
                .covering(address)
                .filter(symbol -> symbol.address() == address)
                .map(Symbol::size)
                .orElse(0L);
    }
}
