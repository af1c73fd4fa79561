// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import org.xsplice.elf.Elf;
import org.xsplice.event.ByteString;

/**
 * A section of a relocatable file, before it has a place in it.
 *
 * @param type {@code SHT_} value
 * @param flags {@code SHF_} bits
 * @param content its bytes in the file; empty for NOBITS
 * @param size of the section in memory, in bytes; that of the content unless the section is NOBITS
 * @param link index of another section, as the type demands
 * @param info as the type demands: for relocations, the index of the section they apply to
 * @param addralign a power of two
 * @param entsize of a table's entries, in bytes, or 0
 */
public record ObjectSection(
        String name,
        int type,
        long flags,
        ByteString content,
        long size,
        int link,
        int info,
        long addralign,
        long entsize) {

    private static final ByteString NOTHING = ByteString.of();

    /** Section 0, which every file has and which means none. */
    static final ObjectSection NULL = new ObjectSection("", Elf.SHT_NULL, 0, NOTHING, 0, 0, 0, 0, 0);

    /** Describes a section of plain content. */
    public static ObjectSection progbits(String name, long flags, long addralign, byte... content) {
        ByteString bytes = ByteString.of(content);
        return new ObjectSection(name, Elf.SHT_PROGBITS, flags, bytes, bytes.length(), 0, 0, addralign, 0);
    }

    /** Describes a section of zeros, which takes no room in the file. */
    public static ObjectSection nobits(String name, long flags, long addralign, long size) {
        return new ObjectSection(name, Elf.SHT_NOBITS, flags, NOTHING, size, 0, 0, addralign, 0);
    }

    public boolean has(long flag) {
        return (flags & flag) == flag;
    }

    public ObjectSection withName(String changed) {
        return new ObjectSection(changed, type, flags, content, size, link, info, addralign, entsize);
    }

    public ObjectSection withType(int changed) {
        return new ObjectSection(name, changed, flags, content, size, link, info, addralign, entsize);
    }

    public ObjectSection withFlags(long changed) {
        return new ObjectSection(name, type, changed, content, size, link, info, addralign, entsize);
    }

    /** Returns the section with other bytes, and with their number as its size. */
    public ObjectSection withContent(byte... changed) {
        return new ObjectSection(
                name, type, flags, ByteString.of(changed), changed.length, link, info, addralign, entsize);
    }

    public ObjectSection withInfo(int changed) {
        return new ObjectSection(name, type, flags, content, size, link, changed, addralign, entsize);
    }

    public ObjectSection withEntsize(long changed) {
        return new ObjectSection(name, type, flags, content, size, link, info, addralign, changed);
    }
}
