// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionHeader;

/** The places in a section that relocations fill in, as its bytes tell. */
final class Places {
    private final ElfBytes file;
    private final SectionHeader section;
    private final BitSet filled = new BitSet();

    Places(Evidence evidence, int section) {
        this.file = evidence.file();
        this.section = evidence.section(section);
        References.of(evidence, section)
                .map(at -> Rela.read(evidence.file(), at).offset())
                .filter(offset -> offset >= 0 && offset < this.section.size())
                .forEach(offset -> filled.set((int) offset));
    }

    /** Returns whether the four bytes at a place in the file are the operand of a call, a jmp or a jcc. */
    static boolean branch(ElfBytes file, long place) {
        int before = file.u8(place - 1);
        return before == 0xe8 || before == 0xe9 || (before & 0xf0) == 0x80 && file.u8(place - 2) == 0x0f;
    }

    /** Returns whether the four bytes at a place in the file are a displacement from RIP. */
    static boolean ripRelative(ElfBytes file, long place) {
        return (file.u8(place - 1) & 0xc7) == 0x05;
    }

    /** Finds the only place where a relocation of a type is missing. */
    OptionalLong lost(long type) {
        boolean code = section.has(Elf.SHF_EXECINSTR);
        int width = type == Elf.R_X86_64_64 ? Long.BYTES : Integer.BYTES;
        List<Long> found = new ArrayList<>();
        for (long offset = code ? 1 : 0; offset + width <= section.size(); offset += code ? 1 : width) {
            long place = section.offset() + offset;
            boolean operand = !code || branch(file, place) || ripRelative(file, place);
            long content = width == Long.BYTES ? file.u64(place) : file.u32(place);
            if (operand && content == 0 && !filled.get((int) offset)) {
                found.add(offset);
            }
        }
        return found.size() == 1 ? OptionalLong.of(found.get(0)) : OptionalLong.empty();
    }
}
