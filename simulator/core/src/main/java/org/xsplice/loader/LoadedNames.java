// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Optional;
import org.xsplice.event.ByteString;
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
        return hypervisor
                .symbols()
                .plain(bare)
                .flatMap(hypervisor.symbols()::covering)
                .map(Symbol::name)
                .filter(name -> name.endsWith("#" + bare));
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
