// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf;

/** Constants of the ELF format, under the names of the System V ABI and its x86-64 supplement. */
public final class Elf {
    public static final int EI_NIDENT = 16;

    public static final int ELFCLASS64 = 2;
    public static final int ELFDATA2LSB = 1;
    public static final int EV_CURRENT = 1;
    public static final int ELFOSABI_NONE = 0;
    public static final int ELFOSABI_FREEBSD = 9;

    public static final int ET_REL = 1;
    public static final int ET_EXEC = 2;
    public static final int EM_X86_64 = 62;

    public static final int SHT_NULL = 0;
    public static final int SHT_PROGBITS = 1;
    public static final int SHT_SYMTAB = 2;
    public static final int SHT_STRTAB = 3;
    public static final int SHT_RELA = 4;
    public static final int SHT_NOTE = 7;
    public static final int SHT_NOBITS = 8;
    public static final int SHT_REL = 9;

    public static final long SHF_WRITE = 0x1;
    public static final long SHF_ALLOC = 0x2;
    public static final long SHF_EXECINSTR = 0x4;
    public static final long SHF_MERGE = 0x10;
    public static final long SHF_STRINGS = 0x20;
    public static final long SHF_INFO_LINK = 0x40;

    public static final int SHN_UNDEF = 0;
    public static final int SHN_LORESERVE = 0xff00;
    public static final int SHN_ABS = 0xfff1;
    public static final int SHN_COMMON = 0xfff2;

    public static final int STN_UNDEF = 0;
    public static final int STB_LOCAL = 0;
    public static final int STB_GLOBAL = 1;
    public static final int STT_NOTYPE = 0;
    public static final int STT_OBJECT = 1;
    public static final int STT_FUNC = 2;
    public static final int STT_SECTION = 3;
    public static final int STT_FILE = 4;

    public static final int PT_LOAD = 1;
    public static final int PF_X = 1;
    public static final int PF_W = 2;
    public static final int PF_R = 4;

    public static final int R_X86_64_NONE = 0;
    public static final int R_X86_64_64 = 1;
    public static final int R_X86_64_PC32 = 2;
    public static final int R_X86_64_GOT32 = 3;
    public static final int R_X86_64_PLT32 = 4;
    public static final int R_X86_64_GOTPCREL = 9;
    public static final int R_X86_64_32 = 10;
    public static final int R_X86_64_32S = 11;
    public static final int R_X86_64_PC64 = 24;
    public static final int R_X86_64_GOTPCRELX = 41;
    public static final int R_X86_64_REX_GOTPCRELX = 42;

    public static final int NT_GNU_BUILD_ID = 3;

    /** Size of {@code Elf64_Ehdr}, in bytes. */
    public static final int EHDR_SIZE = 64;
    /** Size of {@code Elf64_Shdr}, in bytes. */
    public static final int SHDR_SIZE = 64;
    /** Size of {@code Elf64_Phdr}, in bytes. */
    public static final int PHDR_SIZE = 56;
    /** Size of {@code Elf64_Sym}, in bytes. */
    public static final int SYM_SIZE = 24;
    /** Size of {@code Elf64_Rela}, in bytes. */
    public static final int RELA_SIZE = 24;
    /** Size of {@code Elf64_Rel}, in bytes. */
    public static final int REL_SIZE = 16;
    /** Size of the fixed part of a note, in bytes. */
    public static final int NOTE_HEADER_SIZE = 12;

    private Elf() {}
}
