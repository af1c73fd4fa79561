// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import org.xsplice.elf.Elf;

/**
 * A symbol of a relocatable file.
 *
 * @param bind {@code STB_} value
 * @param type {@code STT_} value
 * @param shndx index of the section it belongs to, or an {@code SHN_} value
 * @param value offset in that section
 * @param size in bytes
 */
public record ObjectSymbol(String name, int bind, int type, int shndx, long value, long size) {
    /** Symbol 0, which every table has and which means none. */
    static final ObjectSymbol NULL = new ObjectSymbol("", 0, 0, 0, 0, 0);

    /** Describes a symbol that only this file sees. */
    public static ObjectSymbol local(String name, int type, int shndx, long value, long size) {
        return new ObjectSymbol(name, Elf.STB_LOCAL, type, shndx, value, size);
    }

    /** Describes a symbol that others see. */
    public static ObjectSymbol global(String name, int type, int shndx, long value, long size) {
        return new ObjectSymbol(name, Elf.STB_GLOBAL, type, shndx, value, size);
    }

    /** Describes a symbol that somebody else defines. */
    public static ObjectSymbol undefined(String name) {
        return new ObjectSymbol(name, Elf.STB_GLOBAL, Elf.STT_NOTYPE, Elf.SHN_UNDEF, 0, 0);
    }

    /** Describes a symbol that has an address, not a section. */
    public static ObjectSymbol absolute(String name, long value) {
        return new ObjectSymbol(name, Elf.STB_GLOBAL, Elf.STT_NOTYPE, Elf.SHN_ABS, value, 0);
    }

    /** Describes a common symbol: a variable that no file has room for yet. */
    public static ObjectSymbol common(String name, long alignment, long size) {
        return new ObjectSymbol(name, Elf.STB_GLOBAL, Elf.STT_OBJECT, Elf.SHN_COMMON, alignment, size);
    }

    /** Describes the symbol that tells which source the local symbols after it come from. */
    public static ObjectSymbol file(String source) {
        return new ObjectSymbol(source, Elf.STB_LOCAL, Elf.STT_FILE, Elf.SHN_ABS, 0, 0);
    }

    /** Describes the symbol that stands for a section. */
    public static ObjectSymbol section(int index) {
        return new ObjectSymbol("", Elf.STB_LOCAL, Elf.STT_SECTION, index, 0, 0);
    }

    public boolean isLocal() {
        return bind == Elf.STB_LOCAL;
    }

    public ObjectSymbol withName(String changed) {
        return new ObjectSymbol(changed, bind, type, shndx, value, size);
    }

    public ObjectSymbol withShndx(int changed) {
        return new ObjectSymbol(name, bind, type, changed, value, size);
    }

    public ObjectSymbol withValue(long changed) {
        return new ObjectSymbol(name, bind, type, shndx, changed, size);
    }
}
