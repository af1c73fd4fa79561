// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

/**
 * An entry of the symbol table that Xen carries for itself.
 *
 * @param type as nm prints it: {@code T} for text, {@code D} for data, {@code B} for zeros and so on, in small letters for
 *     what is local to a file
 * @param name as Xen looks it up: local symbols of a C file are {@code FILE#name}
 * @param address virtual address
 * @param size in bytes, up to the next address that the table has; 0 after the last one
 */
public record OwnSymbol(char type, String name, long address, long size) {
    /** Returns whether only its own file sees it. */
    public boolean isLocal() {
        return Character.isLowerCase(type);
    }

    /** Returns whether it is code. */
    public boolean isText() {
        return Character.toUpperCase(type) == 'T';
    }

    /** Returns the file that a local symbol is of, as far as the name tells; otherwise an empty string. */
    public String source() {
        return name.substring(0, Math.max(0, name.lastIndexOf('#')));
    }

    /** Returns its name without the file. */
    public String bareName() {
        return name.substring(name.lastIndexOf('#') + 1);
    }
}
