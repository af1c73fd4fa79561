// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PayloadSymbol;
import org.xsplice.text.NearMiss;

/**
 * Who has which symbol: the hypervisor, then the payloads that were loaded before.
 *
 * @param others these payloads
 */
record KnownSymbols(Hypervisor hypervisor, List<LoadedPayload> others) {
    NeededSymbol find(String name) {
        long core = name.isEmpty() ? 0 : hypervisor.symbols().addressOf(name);
        if (core != 0) {
            return new NeededSymbol(name, NeededSymbol.Provider.GUEST, "", OptionalLong.of(core), "");
        }
        for (LoadedPayload payload : others) {
            for (PayloadSymbol symbol : payload.symbols()) {
                if (symbol.newSymbol() && symbol.name().equals(name)) {
                    return new NeededSymbol(
                            name, NeededSymbol.Provider.PAYLOAD, payload.name(), OptionalLong.of(symbol.value()), "");
                }
            }
        }
        return new NeededSymbol(name, NeededSymbol.Provider.NOBODY, "", OptionalLong.empty(), "");
    }

    /**
     * Guesses what was meant by an unknown name, or returns an empty string. What a source file calls a static
     * symbol, the hypervisor knows with its file.
     */
    String nearMiss(String name) {
        Optional<String> known = hypervisor
                .symbols()
                .plain(name)
                .flatMap(hypervisor.symbols()::covering)
                .map(Symbol::name)
                .filter(full -> full.endsWith("#" + name));
        return known.or(() -> inOtherFile(name))
                .orElseGet(() -> NearMiss.of(name, hypervisor.symbols().names()));
    }

    /** Finds a local symbol under the name that the other of xen-*.efi and xen-*.gz has for it. */
    private Optional<String> inOtherFile(String name) {
        int hash = name.lastIndexOf('#');
        if (hash < NeededSymbol.SOURCE_CUT || hash > NeededSymbol.SOURCE_CUT_MAX) {
            return Optional.empty();
        }
        String start = name.substring(0, NeededSymbol.SOURCE_CUT);
        return hypervisor.symbols().own().stream()
                .map(OwnSymbol::name)
                .filter(other -> other.startsWith(start) && other.endsWith(name.substring(hash)))
                .findFirst();
    }

    /** Names an address of the guest's or of a loaded payload's text. */
    String label(long address) {
        return hypervisor
                .symbols()
                .covering(address)
                .filter(symbol -> Long.compareUnsigned(address - symbol.address(), symbol.size()) < 0)
                .map(symbol -> label(symbol.name(), address - symbol.address()))
                .orElse("");
    }

    static String label(String name, long offset) {
        if (offset == 0) {
            return name;
        }
        return name + (offset < 0 ? "-0x" + Long.toHexString(-offset) : "+0x" + Long.toHexString(offset));
    }
}
