// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.HeaderField;

/** Mends the ELF header. */
public final class HeaderMends {
    private static final Mend CUT = new Mend.Rebuild("give the whole file: this one was cut short");

    private final Evidence evidence;
    private final ElfHeader header;
    private final SectionTable table;

    HeaderMends(Evidence evidence) {
        this.evidence = evidence;
        header = evidence.header();
        table = new SectionTable(evidence.file());
    }

    private static Mend set(HeaderField field, long value, String text) {
        return new Mend.FileEdit(
                EditKind.HEADER,
                text,
                List.of(new Change.SetField(field.offset(), field.width(), value, field.label())));
    }

    /** The file ends before the header does. */
    public Mend cut() {
        return CUT;
    }

    /** The file does not begin as ELF files do. */
    public Mend magic() {
        boolean elfOtherwise = header.eiClass() == Elf.ELFCLASS64
                && header.eiData() == Elf.ELFDATA2LSB
                && header.machine() == Elf.EM_X86_64;
        return elfOtherwise
                ? set(
                        HeaderField.EI_MAGIC,
                        ElfHeader.MAGIC,
                        "write the ELF magic number; the rest of the header is good")
                : new Mend.Rebuild("give an ELF file");
    }

    /** A value of the header is none that the hypervisor takes. */
    public Mend value(HeaderField field) {
        boolean linked = header.phnum() != 0 && header.type() != Elf.ET_REL;
        return switch (field) {
            case E_TYPE ->
                linked
                        ? new Mend.Rebuild("link with ld -r: this is a program or a library")
                        : set(field, Elf.ET_REL, "set e_type to ET_REL: the file has no program headers");
            case E_PHNUM -> set(field, 0, "set e_phnum to 0: a relocatable file needs no program headers");
            case E_VERSION, EI_VERSION -> set(field, Elf.EV_CURRENT, "set the ELF version to 1");
            case EI_OSABI -> set(field, Elf.ELFOSABI_NONE, "set the OS ABI to none");
            case EI_ABIVERSION -> set(field, 0, "set the ABI version to 0");
            case E_MACHINE -> machine(field);
            case EI_CLASS ->
                header.shentsize() == Elf.SHDR_SIZE
                        ? set(field, Elf.ELFCLASS64, "set the class to 64 bits: the section headers are of that size")
                        : otherMachine();
            case EI_DATA ->
                set(field, Elf.ELFDATA2LSB, "set the byte order to little-endian, like everything else in the file");
            default -> throw new IllegalArgumentException(field + " has no wanted value");
        };
    }

    /** Other 64-bit machines exist; the 32-bit ones do not go with a 64-bit file. */
    private Mend machine(HeaderField field) {
        boolean others64 = header.machine() == 183 || header.machine() == 243 || header.machine() == 21;
        return others64
                ? otherMachine()
                : set(field, Elf.EM_X86_64, "set e_machine to x86-64, since it is a 64-bit file");
    }

    private static Mend otherMachine() {
        return new Mend.Rebuild("build the payload for x86-64");
    }

    /** The section name table is none of the sections. */
    public Mend sectionNameIndex() {
        int count = table.count(header.shoff());
        if (header.shstrndx() >= header.shnum() && header.shstrndx() < count) {
            return set(HeaderField.E_SHNUM, count, "set e_shnum to the real number of section headers");
        }
        OptionalInt names = table.names(header.shoff(), Math.min(count, Math.max(header.shnum(), 1)));
        return names.isPresent()
                ? set(HeaderField.E_SHSTRNDX, names.getAsInt(), "set e_shstrndx to the section that holds the names")
                : new Mend.Rebuild("keep the section name table when stripping");
    }

    /** There are too many sections, or so it says. */
    public Mend sectionCount() {
        int count = table.count(header.shoff());
        return count > header.shstrndx() && count < header.shnum() && !fits(header.shnum())
                ? set(HeaderField.E_SHNUM, count, "set e_shnum to the real number of section headers")
                : new Mend.Rebuild("merge sections, or split the payload: there may be 1023 at most");
    }

    private boolean fits(long count) {
        return evidence.file().contains(header.shoff(), count * Elf.SHDR_SIZE);
    }

    /** The section headers are not in the file, or so it says. */
    public Mend sectionHeaders() {
        OptionalLong found = table.find(Math.max(header.shnum(), header.shstrndx() + 1));
        return found.isPresent()
                ? set(HeaderField.E_SHOFF, found.getAsLong(), "set e_shoff to where the section headers are")
                : CUT;
    }

    /** Section headers have an impossible size. */
    public Mend sectionHeaderSize() {
        return set(HeaderField.E_SHENTSIZE, Elf.SHDR_SIZE, "set e_shentsize to the size of a section header");
    }

    /** Some of the section headers are not in the file, or so it says. */
    public Mend lastSectionHeaders() {
        if (header.shentsize() != Elf.SHDR_SIZE) {
            return sectionHeaderSize();
        }
        int count = table.count(header.shoff());
        return count > header.shstrndx()
                ? set(HeaderField.E_SHNUM, count, "set e_shnum to the real number of section headers")
                : CUT;
    }
}
