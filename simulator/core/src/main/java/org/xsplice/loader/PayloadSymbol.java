// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xsplice.hypervisor.Symbol;

/**
 * A symbol of a loaded payload: {@code struct livepatch_symbol} (xen/include/xen/livepatch.h).
 *
 * @param name at most 127 characters of it
 * @param newSymbol whether others may use it; false where it is the new body of a patched function
 */
public record PayloadSymbol(String name, long value, int size, boolean newSymbol) {
    /** Finds the symbol with the highest value not above an address. Models {@code livepatch_symbols_lookup}. */
    static Optional<Symbol> covering(List<PayloadSymbol> symbols, long address) {
        return symbols.stream()
                .filter(s -> Long.compareUnsigned(s.value(), address) <= 0)
                .max(Comparator.comparing(PayloadSymbol::value, Long::compareUnsigned))
                .map(s -> new Symbol(s.name(), s.value(), Integer.toUnsignedLong(s.size())));
    }
}
