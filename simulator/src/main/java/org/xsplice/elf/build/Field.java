// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

/** A field of a structure in an ELF file. */
public sealed interface Field permits HeaderField, SectionField, SymbolField, RelocationField, FunctionField {
    /** Returns where the field begins in its structure, in bytes. */
    int offset();

    /** Returns how many bytes it has: 1, 2, 4 or 8. */
    int width();

    /** Returns its name, as the ABI or the hypervisor's headers write it. */
    String label();
}
