// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.NoteField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.elf.SegmentField;
import org.xsplice.elf.StructField;

/**
 * A field of one of a file's headers.
 *
 * @param header what kind of header it is, for people
 * @param index which of its kind
 * @param at where it begins, in bytes from the file's beginning
 */
public record HeaderPlace(String header, int index, StructField field, int at) {
    /**
     * Returns the fields of the ELF header, of each program header, of each section header, and of the first note of each
     * section with notes.
     *
     * @param file a good ELF file
     */
    public static List<HeaderPlace> of(byte[] file) {
        ElfBytes bytes = new ElfBytes(file);
        ElfHeader header = ElfHeader.read(bytes);
        List<HeaderPlace> places = new ArrayList<>();
        add(places, "ELF header", 0, 0, HeaderField.values());
        for (int i = 0; i < header.phnum(); i++) {
            add(places, "program header", i, header.phoff() + (long) i * header.phentsize(), SegmentField.values());
        }
        for (int i = 0; i < header.shnum(); i++) {
            long at = header.shoff() + (long) i * header.shentsize();
            add(places, "section header", i, at, SectionField.values());
            SectionHeader section = SectionHeader.read(bytes, at);
            if (section.type() == Elf.SHT_NOTE) {
                add(places, "note of section", i, section.offset(), NoteField.values());
            }
        }
        return List.copyOf(places);
    }

    private static void add(List<HeaderPlace> places, String header, int index, long start, StructField... fields) {
        for (StructField field : fields) {
            places.add(new HeaderPlace(header, index, field, Math.toIntExact(field.at(start))));
        }
    }

    /** Names the field without saying in which header of the kind it is. */
    public String kind() {
        return field.label() + " of " + header;
    }

    @Override
    public String toString() {
        return kind() + " " + index;
    }
}
