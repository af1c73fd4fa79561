// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import org.xsplice.event.ByteString;

/** One change of a payload file. */
public sealed interface Change {

    /**
     * Store a number in place.
     *
     * @param fileOffset of its first byte
     * @param size 1, 2, 4 or 8 bytes, the lowest first
     * @param field what is there, for people
     */
    record SetField(long fileOffset, int size, long value, String field) implements Change {}

    /**
     * Give a section another content.
     *
     * @param section its index
     * @param name its name
     */
    record SetContent(int section, String name, ByteString content) implements Change {}

    /**
     * Give a section another name.
     *
     * @param section its index
     * @param to the new name; an empty name hides the section
     */
    record RenameSection(int section, String from, String to) implements Change {}

    /**
     * Add a section after the others.
     *
     * @param type its {@code sh_type}
     * @param flags its {@code sh_flags}
     * @param size in memory, in bytes; larger than the content only for NOBITS
     */
    record AddSection(String name, int type, long flags, long align, long size, ByteString content) implements Change {}

    /**
     * Give a symbol another name.
     *
     * @param symbol its index
     */
    record RenameSymbol(int symbol, String from, String to) implements Change {}
}
