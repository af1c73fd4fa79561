// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.OptionalLong;

/**
 * A pointer in a payload.
 *
 * @param address what it is once relocated; nothing where that is not known
 * @param label what it points to, for people: a symbol and an offset, or an empty string
 */
public record Pointer(OptionalLong address, String label) {
    /** Returns whether it is NULL. */
    public boolean isNull() {
        return address.isPresent() && address.getAsLong() == 0;
    }
}
