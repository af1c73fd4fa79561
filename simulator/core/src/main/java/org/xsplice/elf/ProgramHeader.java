// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

/** {@code Elf64_Phdr}: one entry of the program header table. */
public record ProgramHeader(
        int type, int flags, long offset, long vaddr, long paddr, long filesz, long memsz, long align) {

    /** Reads the entry at a file offset. */
    public static ProgramHeader read(ElfBytes file, long at) {
        return new ProgramHeader(
                file.u32(SegmentField.P_TYPE.at(at)),
                file.u32(SegmentField.P_FLAGS.at(at)),
                file.u64(SegmentField.P_OFFSET.at(at)),
                file.u64(SegmentField.P_VADDR.at(at)),
                file.u64(SegmentField.P_PADDR.at(at)),
                file.u64(SegmentField.P_FILESZ.at(at)),
                file.u64(SegmentField.P_MEMSZ.at(at)),
                file.u64(SegmentField.P_ALIGN.at(at)));
    }
}
