// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Optional;
import org.xsplice.elf.Elf;
import org.xsplice.elf.NoteField;
import org.xsplice.errno.Errno;
import org.xsplice.event.ByteString;
import org.xsplice.machine.Memory;
import org.xsplice.profile.BuildIdCheck;

/**
 * A GNU build-id note in memory: {@code namesz}, {@code descsz}, {@code type}, the name and, on the next multiple of four,
 * the id. Models xen/common/version.c:xen_build_id_check in the forms it has had.
 */
public final class BuildIdNote {
    private static final byte[] GNU = {'G', 'N', 'U', 0};

    private BuildIdNote() {}

    /**
     * Reads the note, where its head is in order.
     *
     * @param size of the memory it may occupy, in bytes; unsigned 32-bit
     * @return the id's address and length, or the error number for which the hypervisor refuses the note
     * @throws org.xsplice.machine.PageFaultException if the note cannot be read
     */
    public static Result check(BuildIdCheck form, Memory memory, long note, int size) {
        if (memory.readInt(NoteField.N_TYPE.at(note)) != Elf.NT_GNU_BUILD_ID) {
            return new Result.Refused(Errno.ENODATA);
        }
        if (form != BuildIdCheck.XEN_4_17 && Integer.compareUnsigned(size, Elf.NOTE_HEADER_SIZE) <= 0) {
            return new Result.Refused(Errno.EINVAL);
        }
        int nameSize = memory.readInt(NoteField.N_NAMESZ.at(note));
        int idSize = memory.readInt(NoteField.N_DESCSZ.at(note));
        boolean fits = form == BuildIdCheck.SEED_V9
                ? fitsByVersion9(nameSize, idSize, size)
                : fitsByVersion10(nameSize, idSize, size);
        if (!fits) {
            return new Result.Refused(Errno.EINVAL);
        }
        if (!named(memory, note + Elf.NOTE_HEADER_SIZE)) {
            return new Result.Refused(Errno.ENODATA);
        }
        long id = note + Elf.NOTE_HEADER_SIZE + (Integer.toUnsignedLong(nameSize) + 3 & ~3L);
        return new Descriptor(id, idSize);
    }

    /** The sum is 32-bit and may wrap: the test against {@code UINT_MAX} before it never helps. */
    private static boolean fitsByVersion9(int nameSize, int idSize, int size) {
        return nameSize == GNU.length
                && Integer.toUnsignedLong(nameSize + idSize) + Elf.NOTE_HEADER_SIZE <= Integer.toUnsignedLong(size);
    }

    private static boolean fitsByVersion10(int nameSize, int idSize, int size) {
        return Integer.compareUnsigned(nameSize + idSize, nameSize) >= 0
                && Integer.compareUnsigned(nameSize, GNU.length) >= 0
                && Integer.compareUnsigned(nameSize + idSize, size - Elf.NOTE_HEADER_SIZE) <= 0;
    }

    /** {@code strncmp(name, "GNU", namesz)}, where namesz is 4 or more. */
    private static boolean named(Memory memory, long name) {
        for (int i = 0; i < GNU.length; i++) {
            if (memory.readByte(name + i) != GNU[i]) {
                return false;
            }
        }
        return true;
    }

    /** What {@link #check} has found out. */
    public sealed interface Result {
        /** The note is not in order. */
        record Refused(Errno errno) implements Result {}

        /** Returns where the id is, if the note is in order. */
        default Optional<Descriptor> descriptor() {
            return this instanceof Descriptor id ? Optional.of(id) : Optional.empty();
        }
    }

    /**
     * Where an id is: {@code struct livepatch_build_id}.
     *
     * @param address of its first byte
     * @param length in bytes, unsigned
     */
    public record Descriptor(long address, int length) implements Result {
        private static final int SHOWN_MAX = 64;

        /** Returns whether the id at this place equals another one: {@code memcmp} after comparing the lengths. */
        public boolean equalTo(Memory memory, ByteString other) {
            boolean equal = length == other.length();
            for (int i = 0; equal && i < length; i++) {
                equal = (byte) memory.readByte(address + i) == other.at(i);
            }
            return equal;
        }

        /** Returns whether the ids at two places are equal. */
        public boolean equalTo(Memory memory, Descriptor other) {
            boolean equal = length == other.length();
            for (int i = 0; equal && Integer.compareUnsigned(i, length) < 0; i++) {
                equal = memory.readByte(address + i) == memory.readByte(other.address() + i);
            }
            return equal;
        }

        /** Reads the id, the first 64 bytes of it at most: as much as {@code %*ph} prints. */
        public byte[] shown(Memory memory) {
            boolean whole = length >= 0 && length <= SHOWN_MAX;
            return memory.read(address, whole ? length : SHOWN_MAX);
        }
    }
}
