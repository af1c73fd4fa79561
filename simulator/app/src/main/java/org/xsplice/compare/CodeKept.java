// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.SectionHeader;

/**
 * Gives a damaged payload its code back, with what relocates it. Damaged code does what registers and stack happen to hold:
 * there the planes may differ, and neither is wrong.
 */
final class CodeKept {
    private final ElfBytes whole;
    private final ElfBytes damaged;
    private final ElfHeader header;
    private final byte[] file;

    private CodeKept(byte[] payload, byte[] file) {
        whole = new ElfBytes(payload);
        damaged = new ElfBytes(file);
        header = ElfHeader.read(whole);
        this.file = file.clone();
    }

    /** Returns the damaged file with the payload's code, where it is at the same place in both. */
    static byte[] in(byte[] damaged, byte[] payload) {
        CodeKept kept = new CodeKept(payload, damaged);
        for (int i = 1; i < kept.header.shnum(); i++) {
            kept.section(payload, i);
        }
        return kept.file;
    }

    private void section(byte[] payload, int index) {
        SectionHeader section = header(whole, header, index);
        SectionHeader now = header(damaged, ElfHeader.read(damaged), index);
        boolean code = section.has(Elf.SHF_EXECINSTR)
                || section.type() == Elf.SHT_RELA
                        && header(whole, header, section.info()).has(Elf.SHF_EXECINSTR);
        long end = section.offset() + section.size();
        if (code && now.offset() == section.offset() && now.size() == section.size() && end <= file.length) {
            System.arraycopy(payload, (int) section.offset(), file, (int) section.offset(), (int) section.size());
        }
    }

    private static SectionHeader header(ElfBytes file, ElfHeader header, int index) {
        return SectionHeader.read(file, header.shoff() + (long) index * Elf.SHDR_SIZE);
    }
}
