// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.hypervisor.Hypervisor;

/** Looks names up in the hypervisor, then among the new symbols of loaded payloads, and remembers the latter. */
final class NameLookup {
    private final Hypervisor hypervisor;
    private final LoadedPayloads payloads;
    private final List<Import> imports = new ArrayList<>();

    NameLookup(LoadContext context) {
        hypervisor = context.hypervisor();
        payloads = context.payloads();
    }

    /** Returns the address of a name; 0 where it is unknown. */
    long addressOf(String name) {
        long core = name.isEmpty() ? 0 : hypervisor.symbols().addressOf(name);
        if (core != 0) {
            return core;
        }
        long provided = payloads.newSymbol(name);
        if (provided != 0) {
            imports.add(new Import(name, provided));
        }
        return provided;
    }

    /** Returns what was found in other payloads. */
    List<Import> imports() {
        return List.copyOf(imports);
    }
}
