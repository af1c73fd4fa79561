// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Optional;

/** What loading must know of the payloads that are loaded already. */
public interface LoadedPayloads {
    /** Finds a new symbol of a loaded payload; 0 where none has it. Models {@code livepatch_symbols_lookup_by_name}. */
    long newSymbol(String name);

    /** Returns the name of the loaded payload with this build-id. */
    Optional<String> withBuildId(BuildIdNote.Descriptor id);
}
