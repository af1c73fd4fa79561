// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.SectionHeader;

/**
 * Reads an image's section headers. What comes out can be relied on: the content of each section that is used lies in the file,
 * and all of them together are no larger than it.
 */
final class ImageHeaders {
    private final String name;
    private final ElfBytes file;

    /**
     * @param name what errors call the file
     */
    ImageHeaders(String name, ElfBytes file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Reads them.
     *
     * @return all of them, in order
     * @throws ImageException if they are not in the file, or contradict it
     */
    List<SectionHeader> sections(ElfHeader header) {
        if (header.shnum() != 0 && header.shentsize() != Elf.SHDR_SIZE) {
            throw new ImageException(name + ": damaged: its section headers have " + header.shentsize()
                    + " bytes each, not " + Elf.SHDR_SIZE + "; fetch it again");
        }
        if (!file.contains(header.shoff(), (long) header.shnum() * Elf.SHDR_SIZE)) {
            throw new ImageException(
                    name + ": cut short: its section headers begin at byte " + Long.toUnsignedString(header.shoff())
                            + ", and it has " + file.length() + " bytes; fetch it again");
        }
        List<SectionHeader> all = new ArrayList<>();
        long loaded = 0;
        for (int i = 0; i < header.shnum(); i++) {
            SectionHeader section = SectionHeader.read(file, header.shoff() + (long) i * Elf.SHDR_SIZE);
            all.add(section);
            if (isUsed(section)) {
                requireInFile(i, section);
                loaded += section.has(Elf.SHF_ALLOC) ? section.size() : 0;
            }
        }
        if (loaded > file.length()) {
            throw new ImageException(name + ": damaged: the sections that it loads have " + loaded
                    + " bytes together, and the file has " + file.length() + "; fetch it again");
        }
        return all;
    }

    private static boolean isUsed(SectionHeader section) {
        boolean hasContent = section.type() != Elf.SHT_NULL && section.type() != Elf.SHT_NOBITS;
        boolean table = section.type() == Elf.SHT_SYMTAB || section.type() == Elf.SHT_STRTAB;
        return hasContent && section.size() != 0 && (table || section.has(Elf.SHF_ALLOC));
    }

    private void requireInFile(int index, SectionHeader section) {
        if (!file.contains(section.offset(), section.size())) {
            throw new ImageException(name + ": damaged: section " + index + " has "
                    + Long.toUnsignedString(section.size()) + " bytes from byte "
                    + Long.toUnsignedString(section.offset()) + " on, and the file has " + file.length()
                    + "; fetch it again");
        }
    }
}
