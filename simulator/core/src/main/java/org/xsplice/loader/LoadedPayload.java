// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import java.util.Optional;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.VirtualRegion;

/**
 * What loading a payload yields.
 *
 * @param imports what it uses of payloads that were loaded before
 * @param region its text, with bug frames, exception table and symbols
 */
public record LoadedPayload(
        String name,
        PayloadLayout layout,
        List<PatchFunction> functions,
        Hooks hooks,
        BuildIdNote.Descriptor buildId,
        BuildIdNote.Descriptor depends,
        Optional<BuildIdNote.Descriptor> xenDepends,
        List<PayloadSymbol> symbols,
        List<Import> imports,
        Metadata metadata,
        VirtualRegion region) {

    /** Gives the payload's memory back. */
    public void free(Hypervisor hypervisor) {
        layout.free(hypervisor);
    }
}
