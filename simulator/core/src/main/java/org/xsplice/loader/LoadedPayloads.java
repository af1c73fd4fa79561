// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import java.util.Optional;
import org.xsplice.machine.Memory;

/** The payloads that are loaded already, as far as the next one is concerned. */
public interface LoadedPayloads {
    /** Returns them, in the order of their upload. */
    List<LoadedPayload> list();

    /** Finds a new symbol of a loaded payload; 0 if no payload has it. Models {@code livepatch_symbols_lookup_by_name}. */
    default long newSymbol(String name) {
        for (LoadedPayload payload : list()) {
            for (PayloadSymbol symbol : payload.symbols()) {
                if (symbol.newSymbol() && symbol.name().equals(name)) {
                    return symbol.value();
                }
            }
        }
        return 0;
    }

    /** Returns the payload whose new symbol has a name. */
    default Optional<LoadedPayload> provider(String name) {
        return list().stream()
                .filter(payload -> payload.symbols().stream()
                        .anyMatch(symbol -> symbol.newSymbol() && symbol.name().equals(name)))
                .findFirst();
    }

    /** Returns the name of the loaded payload with this build-id. */
    default Optional<String> withBuildId(Memory memory, BuildIdNote.Descriptor id) {
        return list().stream()
                .filter(payload -> payload.buildId().equalTo(memory, id))
                .map(LoadedPayload::name)
                .findFirst();
    }
}
