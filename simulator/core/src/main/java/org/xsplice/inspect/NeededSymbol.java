// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.OptionalLong;

/**
 * A symbol that a payload does not define itself.
 *
 * @param payload name of the loaded payload that provides it, or an empty string
 * @param address of the symbol with the name; nothing where it is unknown
 * @param nearMiss for an unknown name, the one that was probably meant, or an empty string
 */
public record NeededSymbol(String name, Provider provider, String payload, OptionalLong address, String nearMiss) {
    NeededSymbol withNearMiss(String guess) {
        return new NeededSymbol(name, provider, payload, address, guess);
    }

    /** Who has a symbol. */
    public enum Provider {
        GUEST,
        PAYLOAD,
        NOBODY
    }
}
