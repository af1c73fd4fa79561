// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.SectionHeader;

/** Finds the section headers of a file whose ELF header is wrong about them. */
final class SectionTable {
    private static final int SECTIONS_MAX = 1023;
    /** Fewer than that a payload cannot have: symbols, their names, the sections' names, a note. */
    private static final int SECTIONS_MIN = 4;

    private static final int TYPE_MAX = 19;
    private static final long ALIGNMENT_MAX = 1 << 21;

    private final ElfBytes file;

    SectionTable(ElfBytes file) {
        this.file = file;
    }

    /** Counts the headers from a place in the file on that can be ones; the first must be all zeros. */
    int count(long at) {
        int count = 0;
        while (count < SECTIONS_MAX && plausible(count, at + (long) count * Elf.SHDR_SIZE)) {
            count++;
        }
        return count;
    }

    private boolean plausible(int index, long at) {
        if (!file.contains(at, Elf.SHDR_SIZE)) {
            return false;
        }
        SectionHeader header = SectionHeader.read(file, at);
        boolean zeros = true;
        for (int i = 0; i < Elf.SHDR_SIZE; i += Long.BYTES) {
            zeros &= file.u64(at + i) == 0;
        }
        if (index == 0) {
            return zeros;
        }
        long align = header.addralign();
        return !zeros
                && header.type() > 0
                && (header.type() <= TYPE_MAX || header.type() >= 0x60000000)
                && (header.type() == Elf.SHT_NOBITS || file.contains(header.offset(), header.size()))
                && align >= 0
                && align <= ALIGNMENT_MAX
                && (align & align - 1) == 0;
    }

    /** Finds where the headers are: the last place from which as many follow as are wanted. */
    OptionalLong find(int wanted) {
        int least = Math.max(wanted, SECTIONS_MIN);
        for (long at = file.length() - (long) least * Elf.SHDR_SIZE; at >= Elf.EHDR_SIZE; at--) {
            if (file.u64(at) == 0 && count(at) >= least) {
                return OptionalLong.of(at);
            }
        }
        return OptionalLong.empty();
    }

    /** Finds the section that holds the names of all sections, its own among them. */
    OptionalInt names(long table, int count) {
        for (int i = 1; i < count; i++) {
            SectionHeader names = SectionHeader.read(file, table + (long) i * Elf.SHDR_SIZE);
            long own = names.offset() + Integer.toUnsignedLong(names.name());
            if (names.type() == Elf.SHT_STRTAB && file.string(own).equals(".shstrtab")) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
