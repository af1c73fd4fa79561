// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SymbolField;
import org.xsplice.elf.build.RawElf;

/**
 * Changes payload files. Contents that grow are moved to the end of the file, so that whatever else is in it stays where
 * it is.
 */
public final class FileChanges {
    private static final int ALIGNMENT = 16;

    private final RawElf file;

    private FileChanges(byte[] bytes) {
        file = new RawElf(bytes);
    }

    /**
     * Returns the changed file; the one given is left as it was.
     *
     * @throws IndexOutOfBoundsException if a change is meant for another file
     * @throws ArithmeticException as well
     */
    public static byte[] apply(Mend.FileEdit edit, byte[] bytes) {
        FileChanges changed = new FileChanges(bytes);
        edit.changes().forEach(changed::apply);
        return changed.file.toArray();
    }

    private void apply(Change change) {
        if (change instanceof Change.SetField c) {
            file.put(Math.toIntExact(c.fileOffset()), c.size(), c.value());
        } else if (change instanceof Change.SetContent c) {
            setContent(c.section(), c.content().toArray());
        } else if (change instanceof Change.RenameSection c) {
            file.set(c.section(), SectionField.SH_NAME, nameOffset(c.to()));
        } else if (change instanceof Change.AddSection c) {
            add(c);
        } else if (change instanceof Change.RenameSymbol c) {
            int strings = (int) file.get(file.symtab(), SectionField.SH_LINK);
            file.set(c.symbol(), SymbolField.ST_NAME, addString(strings, c.to()));
        }
    }

    private void setContent(int section, byte... content) {
        file.set(section, SectionField.SH_OFFSET, append(content));
        file.set(section, SectionField.SH_SIZE, content.length);
    }

    /** Returns where in the file it is now. */
    private int append(byte... content) {
        int at = file.length() + ALIGNMENT - 1 & -ALIGNMENT;
        file.append(new byte[at - file.length()]);
        file.append(content);
        return at;
    }

    /** Returns the offset of a string in the section name table; the empty one is at its beginning. */
    private int nameOffset(String name) {
        return name.isEmpty() ? 0 : addString((int) file.get(HeaderField.E_SHSTRNDX), name);
    }

    private int addString(int table, String string) {
        int size = (int) file.get(table, SectionField.SH_SIZE);
        byte[] added = (string + '\0').getBytes(StandardCharsets.ISO_8859_1);
        byte[] strings = Arrays.copyOf(content(table, size), size + added.length);
        System.arraycopy(added, 0, strings, size, added.length);
        setContent(table, strings);
        return size;
    }

    private byte[] content(int section, int size) {
        return new ElfBytes(file.toArray()).slice(file.contentOf(section), size);
    }

    private void add(Change.AddSection section) {
        int name = nameOffset(section.name());
        int content = append(section.content().toArray());
        int index = file.sectionCount();
        int stride = (int) file.get(HeaderField.E_SHENTSIZE);
        byte[] headers = new ElfBytes(file.toArray()).slice(file.get(HeaderField.E_SHOFF), index * stride);
        file.set(HeaderField.E_SHOFF, append(Arrays.copyOf(headers, headers.length + stride)));
        file.set(HeaderField.E_SHNUM, index + 1L);
        file.set(index, SectionField.SH_NAME, name);
        file.set(index, SectionField.SH_TYPE, section.type());
        file.set(index, SectionField.SH_FLAGS, section.flags());
        file.set(index, SectionField.SH_OFFSET, content);
        file.set(index, SectionField.SH_SIZE, section.size());
        file.set(index, SectionField.SH_ADDRALIGN, section.align());
        file.set(index, SectionField.SH_LINK, Elf.SHN_UNDEF);
    }
}
