// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

/** A field of a structure in an ELF file: the one place where its offset stands. */
public interface StructField {
    /** Returns where the field begins in its structure, in bytes. */
    int offset();

    /** Returns how many bytes it has: 1, 2, 4 or 8. */
    int width();

    /** Returns its name, as the ABI or the hypervisor's headers write it. */
    String label();

    /** Returns where the field is in a structure that begins at a place: a file offset, or an address. */
    default long at(long structure) {
        return structure + offset();
    }
}
