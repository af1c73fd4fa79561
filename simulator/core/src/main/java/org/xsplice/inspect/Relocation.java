// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.OptionalLong;

/**
 * One relocation of a section that is loaded.
 *
 * @param table name of the relocation section
 * @param number within it, from 0
 * @param fileOffset of the entry
 * @param base index of the section that is changed
 * @param section its name
 * @param offset {@code r_offset}: the place within that section
 * @param type {@code R_X86_64_} number
 * @param symbol its index
 * @param target the symbol's name, or that of its section
 * @param addend {@code A}
 * @param symbolValue {@code S}; nothing where it is not known
 * @param place {@code P}: the address of the place; nothing where the section was not loaded
 * @param result what is stored; nothing where it cannot be computed or the type is not known to the hypervisor
 */
public record Relocation(
        String table,
        int number,
        long fileOffset,
        int base,
        String section,
        long offset,
        RelocationType type,
        int symbol,
        String target,
        long addend,
        OptionalLong symbolValue,
        OptionalLong place,
        OptionalLong result) {

    /** Returns whether the result does not fit into the place. */
    public boolean overflows() {
        return type.width() == Integer.BYTES && result.isPresent() && result.getAsLong() != (int) result.getAsLong();
    }
}
