// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.Optional;
import java.util.OptionalInt;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.NoteField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.event.ByteString;

/** Reads build-id notes from a file. */
public final class NoteReader {
    private static final String GNU = "GNU";

    private NoteReader() {}

    /** Returns the build-id in the first section of a name; nothing where there is none, or what is there is no GNU note. */
    public static Optional<ByteString> read(Evidence evidence, String section) {
        OptionalInt found = evidence.first(i -> evidence.sectionName(i).equals(section));
        if (found.isEmpty() || !evidence.whole(found.getAsInt())) {
            return Optional.empty();
        }
        SectionHeader header = evidence.section(found.getAsInt());
        if (header.type() == Elf.SHT_NOBITS) {
            return Optional.empty();
        }
        ElfBytes note = new ElfBytes(evidence.file().slice(header.offset(), (int) header.size()));
        long at = Elf.NOTE_HEADER_SIZE + (Integer.toUnsignedLong(note.u32(NoteField.N_NAMESZ.offset())) + 3 & ~3L);
        long size = Integer.toUnsignedLong(note.u32(NoteField.N_DESCSZ.offset()));
        boolean good =
                note.u32(NoteField.N_TYPE.offset()) == Elf.NT_GNU_BUILD_ID && size > 0 && note.contains(at, size);
        return good ? Optional.of(ByteString.of(note.slice(at, (int) size))) : Optional.empty();
    }

    /** Returns the same, unless the note is damaged: it must be GNU's, and fill its section. */
    public static Optional<ByteString> readWhole(Evidence evidence, String section) {
        OptionalInt found = evidence.first(i -> evidence.sectionName(i).equals(section));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        SectionHeader header = evidence.section(found.getAsInt());
        ElfBytes file = evidence.file();
        boolean gnu = file.u32(NoteField.N_NAMESZ.at(header.offset())) == GNU.length() + 1
                && file.string(header.offset() + Elf.NOTE_HEADER_SIZE, GNU.length() + 1)
                        .equals(GNU);
        return read(evidence, section)
                .filter(id -> gnu && header.size() == Elf.NOTE_HEADER_SIZE + GNU.length() + 1 + (id.length() + 3 & ~3));
    }
}
