// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.elf.ElfBytes;
import org.xsplice.event.ByteString;

/**
 * A PE32+ program for x86-64, as EFI firmware loads it: xen-*.efi. Its build-id is the signature of a CodeView record, 16
 * bytes; xen/common/version.c:xen_build_id_init takes it from there.
 */
final class EfiProgram {
    private static final int HEADER_POINTER = 0x3c;
    private static final int SECTION_COUNT = 6;
    private static final int OPTIONAL_SIZE = 20;
    private static final int OPTIONAL = 24;
    private static final int IMAGE_BASE = OPTIONAL + 24;
    private static final int DIRECTORY_COUNT = OPTIONAL + 108;
    private static final int DIRECTORIES = OPTIONAL + 112;
    private static final int DIRECTORY_SIZE = 8;
    private static final int DEBUG_DIRECTORY = 6;

    private static final int SECTION_SIZE = 40;
    private static final int VIRTUAL_SIZE = 8;
    private static final int VIRTUAL_ADDRESS = 12;
    private static final int RAW_SIZE = 16;
    private static final int RAW_POINTER = 20;
    private static final int CHARACTERISTICS = 36;
    /** {@code IMAGE_SCN_MEM_DISCARDABLE}: DWARF and relocations, which Xen does not need once it runs. */
    private static final int DISCARDABLE = 0x0200_0000;

    /** Size of an entry of the debug directory, in bytes. */
    private static final int DEBUG_ENTRY = 28;

    private static final int CODEVIEW = 2;
    private static final int RSDS = 0x53445352;
    private static final int SIGNATURE_SIZE = 16;
    private static final String SECTION = ".buildid";

    private final ElfBytes file;
    private final long header;

    EfiProgram(ElfBytes file) {
        this.file = file;
        header = word(HEADER_POINTER);
    }

    private record Section(long address, long offset, int size) {}

    private long word(long at) {
        return Integer.toUnsignedLong(file.u32(at));
    }

    BootFile read() throws BadBootFileException {
        List<Section> sections = sections();
        long start = sections.stream().mapToLong(Section::address).min().orElseThrow(EfiProgram::empty);
        long end =
                sections.stream().mapToLong(s -> s.address() + s.size()).max().orElseThrow(EfiProgram::empty);
        if (end - start > LinkedBytes.SIZE_MAX) {
            throw new BadBootFileException(
                    format("its sections span %d bytes; no Xen has more than %d", end - start, LinkedBytes.SIZE_MAX));
        }
        byte[] memory = new byte[(int) (end - start)];
        for (Section section : sections) {
            System.arraycopy(
                    file.slice(section.offset(), section.size()),
                    0,
                    memory,
                    (int) (section.address() - start),
                    section.size());
        }
        LinkedBytes content = new LinkedBytes(file.u64(header + IMAGE_BASE) + start, new ElfBytes(memory));
        return new BootFile(content, note(content, start));
    }

    private static BadBootFileException empty() {
        return new BadBootFileException("it has no section with content");
    }

    private List<Section> sections() throws BadBootFileException {
        int count = file.u16(header + SECTION_COUNT);
        long table = header + OPTIONAL + file.u16(header + OPTIONAL_SIZE);
        if (!file.contains(table, (long) count * SECTION_SIZE)) {
            throw new BadBootFileException("cut short: its section headers are not in it");
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * SECTION_SIZE;
            long size = Math.min(word(at + VIRTUAL_SIZE), word(at + RAW_SIZE));
            if (size != 0 && (file.u32(at + CHARACTERISTICS) & DISCARDABLE) == 0) {
                long offset = word(at + RAW_POINTER);
                if (!file.contains(offset, size)) {
                    throw new BadBootFileException(format(
                            "cut short: its section [%d] ends at byte %d, and it has %d bytes",
                            i, offset + size, file.length()));
                }
                sections.add(new Section(word(at + VIRTUAL_ADDRESS), offset, (int) size));
            }
        }
        return sections;
    }

    private Optional<BootFile.IdNote> note(LinkedBytes content, long start) {
        ElfBytes bytes = content.bytes();
        long directory = DIRECTORIES + (long) DEBUG_DIRECTORY * DIRECTORY_SIZE;
        long entries = word(header + directory) - start;
        long size = word(header + directory + 4);
        if (word(header + DIRECTORY_COUNT) <= DEBUG_DIRECTORY || !bytes.contains(entries, size)) {
            return Optional.empty();
        }
        for (long entry = entries; entry + DEBUG_ENTRY <= entries + size; entry += DEBUG_ENTRY) {
            long record = Integer.toUnsignedLong(bytes.u32(entry + 20)) - start;
            if (bytes.u32(entry + 12) == CODEVIEW
                    && bytes.contains(record, 4 + SIGNATURE_SIZE)
                    && bytes.u32(record) == RSDS) {
                return Optional.of(new BootFile.IdNote(
                        SECTION,
                        content.address() + entry,
                        Math.max(DEBUG_ENTRY, record + 4 + SIGNATURE_SIZE - entry),
                        ByteString.of(bytes.slice(record + 4, SIGNATURE_SIZE)),
                        content.address() + record + 4));
            }
        }
        return Optional.empty();
    }
}
