// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.NoteField;
import org.xsplice.event.ByteString;

/**
 * A 32-bit ELF executable around 64-bit code, which boot loaders that follow Multiboot can load: xen-*.gz, once unpacked.
 * Models what xen/arch/x86/boot/mkelf32.c writes: one loadable segment at its physical address, and a segment of notes,
 * whose addresses are not to be relied on.
 */
final class MultibootWrapper {
    /** {@code XEN_VIRT_START} (xen/arch/x86/include/asm/config.h): where physical address 0 is linked to. */
    private static final long XEN_VIRT_START = 0xffff82d040000000L;

    private static final int PT_NOTE = 4;
    private static final int E_PHOFF = 28;
    private static final int E_PHENTSIZE = 42;
    private static final int E_PHNUM = 44;
    private static final int PHDR_SIZE = 32;
    private static final String GNU = "GNU";
    private static final String SECTION = ".note.gnu.build-id";

    private final ElfBytes file;

    MultibootWrapper(ElfBytes file) {
        this.file = file;
    }

    /** {@code Elf32_Phdr}, without what is not used. */
    private record Segment(int type, long offset, long vaddr, long filesz, long memsz) {
        static Segment read(ElfBytes file, long at) {
            return new Segment(
                    file.u32(at), word(file, at + 4), word(file, at + 8), word(file, at + 16), word(file, at + 20));
        }
    }

    private static long word(ElfBytes file, long at) {
        return Integer.toUnsignedLong(file.u32(at));
    }

    BootFile read() throws BadBootFileException {
        List<Segment> segments = segments();
        Segment load = segments.stream()
                .filter(s -> s.type() == Elf.PT_LOAD && s.filesz() != 0)
                .findFirst()
                .orElseThrow(() -> new BadBootFileException("it has no loadable segment"));
        if (load.filesz() > LinkedBytes.SIZE_MAX || load.memsz() > LinkedBytes.SIZE_MAX) {
            throw new BadBootFileException(format(
                    "its loadable segment has %d bytes; no Xen has more than %d",
                    Math.max(load.filesz(), load.memsz()), LinkedBytes.SIZE_MAX));
        }
        if (!file.contains(load.offset(), load.filesz())) {
            throw new BadBootFileException(format(
                    "cut short: its loadable segment ends at byte %d, and it has %d bytes",
                    load.offset() + load.filesz(), file.length()));
        }
        LinkedBytes content = new LinkedBytes(
                XEN_VIRT_START + load.vaddr(), new ElfBytes(file.slice(load.offset(), (int) load.filesz())));
        return new BootFile(content, note(segments, load, content.address()));
    }

    private List<Segment> segments() throws BadBootFileException {
        long table = word(file, E_PHOFF);
        int size = file.u16(E_PHENTSIZE);
        int count = file.u16(E_PHNUM);
        if (size < PHDR_SIZE || !file.contains(table, (long) size * count)) {
            throw new BadBootFileException("cut short: its program headers are not in it");
        }
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(Segment.read(file, table + (long) i * size));
        }
        return segments;
    }

    private Optional<BootFile.IdNote> note(List<Segment> segments, Segment load, long linked) {
        for (Segment notes : segments) {
            boolean inside =
                    notes.offset() >= load.offset() && notes.offset() + notes.filesz() <= load.offset() + load.filesz();
            if (notes.type() == PT_NOTE && inside) {
                Optional<BootFile.IdNote> found = note(notes, linked - load.offset());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Looks through the notes of a segment; {@code bias} makes addresses of file offsets. */
    private Optional<BootFile.IdNote> note(Segment notes, long bias) {
        long end = notes.offset() + notes.filesz();
        for (long at = notes.offset(); at + Elf.NOTE_HEADER_SIZE <= end; ) {
            long nameSize = word(file, NoteField.N_NAMESZ.at(at));
            long idSize = word(file, NoteField.N_DESCSZ.at(at));
            long id = at + Elf.NOTE_HEADER_SIZE + padded(nameSize);
            long next = id + padded(idSize);
            boolean isId = file.u32(NoteField.N_TYPE.at(at)) == Elf.NT_GNU_BUILD_ID
                    && file.string(at + Elf.NOTE_HEADER_SIZE, GNU.length() + 1).equals(GNU);
            if (isId && idSize != 0 && id + idSize <= end) {
                ByteString bytes = ByteString.of(file.slice(id, (int) idSize));
                return Optional.of(new BootFile.IdNote(SECTION, at + bias, id + idSize - at, bytes, id + bias));
            }
            at = next;
        }
        return Optional.empty();
    }

    private static long padded(long size) {
        return size + 3 & ~3L;
    }
}
