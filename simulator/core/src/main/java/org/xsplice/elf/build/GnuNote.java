// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import org.xsplice.elf.Elf;
import org.xsplice.elf.NoteField;
import org.xsplice.event.ByteString;

/**
 * An ELF note, as {@code ld --build-id} writes it where nothing else is asked for.
 *
 * @param namesz what the note says its name has, in bytes; unsigned 32-bit
 * @param descsz what the note says its descriptor has, in bytes; unsigned 32-bit
 * @param type {@code NT_} value
 * @param name with its NUL
 * @param descriptor the id
 */
public record GnuNote(int namesz, int descsz, int type, ByteString name, ByteString descriptor) {
    private static final ByteString GNU = ByteString.of((byte) 'G', (byte) 'N', (byte) 'U', (byte) 0);

    /** Describes the note of a build-id. */
    public static GnuNote buildId(ByteString id) {
        return new GnuNote(GNU.length(), id.length(), Elf.NT_GNU_BUILD_ID, GNU, id);
    }

    /** Returns its bytes: three words, the name, and from the next multiple of four on the descriptor. */
    public byte[] encode() {
        int descriptorAt = Elf.NOTE_HEADER_SIZE + (name.length() + 3 & ~3);
        byte[] note = new byte[descriptorAt + descriptor.length()];
        LittleEndian.put(note, 0, NoteField.N_NAMESZ, namesz);
        LittleEndian.put(note, 0, NoteField.N_DESCSZ, descsz);
        LittleEndian.put(note, 0, NoteField.N_TYPE, type);
        System.arraycopy(name.toArray(), 0, note, Elf.NOTE_HEADER_SIZE, name.length());
        System.arraycopy(descriptor.toArray(), 0, note, descriptorAt, descriptor.length());
        return note;
    }
}
