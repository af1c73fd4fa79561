// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.event.ByteString;

/**
 * A relocatable file taken apart: its sections, with the symbol and relocation tables among them. Changing it yields
 * another one.
 *
 * <p>Sections refer to each other by index, so that a reference can be made wrong; names are kept as strings and the
 * name table is made again when the file is written.
 *
 * @param sections all of them, section 0 included
 * @param shstrndx index of the section name table
 */
public record ElfObject(List<ObjectSection> sections, int shstrndx) {
    /** The largest alignment that is kept in the file, in bytes; in memory it is the loader's matter. */
    private static final long FILE_ALIGNMENT_MAX = 4096;

    private static final int[] IDENT = {0x7f, 'E', 'L', 'F', Elf.ELFCLASS64, Elf.ELFDATA2LSB, Elf.EV_CURRENT};

    public ElfObject {
        sections = List.copyOf(sections);
    }

    /**
     * Takes a file apart.
     *
     * @throws IllegalArgumentException if it has no section names, or a section lies outside of it
     */
    public static ElfObject parse(byte[] bytes) {
        ElfBytes file = new ElfBytes(bytes);
        ElfHeader header = ElfHeader.read(file);
        if (!header.magic() || header.shstrndx() >= header.shnum()) {
            throw new IllegalArgumentException("not an ELF file with section names");
        }
        SectionHeader names = header(file, header, header.shstrndx());
        List<ObjectSection> sections = new ArrayList<>();
        for (int i = 0; i < header.shnum(); i++) {
            SectionHeader s = header(file, header, i);
            boolean empty = s.type() == Elf.SHT_NOBITS || s.type() == Elf.SHT_NULL;
            if (!empty && !file.contains(s.offset(), s.size())) {
                throw new IllegalArgumentException(format("section [%d] lies outside of the file", i));
            }
            sections.add(new ObjectSection(
                    file.string(names.offset() + Integer.toUnsignedLong(s.name())),
                    s.type(),
                    s.flags(),
                    ByteString.of(empty ? new byte[0] : file.slice(s.offset(), (int) s.size())),
                    s.size(),
                    s.link(),
                    s.info(),
                    s.addralign(),
                    s.entsize()));
        }
        return new ElfObject(sections, header.shstrndx());
    }

    private static SectionHeader header(ElfBytes file, ElfHeader header, int index) {
        return SectionHeader.read(file, header.shoff() + (long) index * header.shentsize());
    }

    /**
     * Returns the index of the first section of a name.
     *
     * @throws NoSuchElementException if there is none
     */
    public int indexOf(String name) {
        for (int i = 1; i < sections.size(); i++) {
            if (sections.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new NoSuchElementException("no section is called " + name);
    }

    /** Returns whether there is a section of a name. */
    public boolean has(String name) {
        return sections.stream().anyMatch(s -> s.name().equals(name));
    }

    /**
     * Returns the first section of a name.
     *
     * @throws NoSuchElementException if there is none
     */
    public ObjectSection section(String name) {
        return sections.get(indexOf(name));
    }

    /** Returns the file with one section changed. */
    public ElfObject with(int index, ObjectSection changed) {
        List<ObjectSection> all = new ArrayList<>(sections);
        all.set(index, changed);
        return new ElfObject(all, shstrndx);
    }

    /** Returns the file with one more section, after the others. */
    public ElfObject plus(ObjectSection section) {
        List<ObjectSection> all = new ArrayList<>(sections);
        all.add(section);
        return new ElfObject(all, shstrndx);
    }

    /**
     * Returns the index of the symbol table.
     *
     * @throws NoSuchElementException if there is none
     */
    public int symtab() {
        for (int i = 1; i < sections.size(); i++) {
            if (sections.get(i).type() == Elf.SHT_SYMTAB) {
                return i;
            }
        }
        throw new NoSuchElementException("there is no symbol table");
    }

    /** Returns all symbols, symbol 0 included. */
    public List<ObjectSymbol> symbols() {
        ObjectSection table = sections.get(symtab());
        return Tables.symbols(
                table.content().toArray(), sections.get(table.link()).content().toArray());
    }

    /**
     * Returns the index of the first symbol of a name.
     *
     * @throws NoSuchElementException if there is none
     */
    public int symbol(String name) {
        List<ObjectSymbol> symbols = symbols();
        for (int i = 1; i < symbols.size(); i++) {
            if (symbols.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new NoSuchElementException("no symbol is called " + name);
    }

    /** Returns the file with other symbols; symbol 0 is one of them. */
    public ElfObject withSymbols(List<ObjectSymbol> symbols) {
        StringTable strings = new StringTable();
        int symtab = symtab();
        ObjectSection table = sections.get(symtab);
        int locals = 0;
        while (locals < symbols.size() && symbols.get(locals).isLocal()) {
            locals++;
        }
        ObjectSection changed =
                table.withContent(Tables.symbols(symbols, strings)).withInfo(locals);
        return with(symtab, changed)
                .with(table.link(), sections.get(table.link()).withContent(strings.toArray()));
    }

    /** Returns the file with one symbol changed. */
    public ElfObject withSymbol(int index, ObjectSymbol changed) {
        List<ObjectSymbol> symbols = symbols();
        symbols.set(index, changed);
        return withSymbols(symbols);
    }

    /** Returns the file with one more symbol, after the others. */
    public ElfObject plusSymbol(ObjectSymbol symbol) {
        List<ObjectSymbol> symbols = symbols();
        symbols.add(symbol);
        return withSymbols(symbols);
    }

    /**
     * Returns the index of the relocations of a section.
     *
     * @throws NoSuchElementException if it has none
     */
    public int relocationsOf(int section) {
        for (int i = 1; i < sections.size(); i++) {
            if (sections.get(i).type() == Elf.SHT_RELA && sections.get(i).info() == section) {
                return i;
            }
        }
        throw new NoSuchElementException("section " + sections.get(section).name() + " has no relocations");
    }

    /** Returns the entries of a relocation section. */
    public List<Rela> relocations(int index) {
        return Tables.relocations(sections.get(index).content().toArray());
    }

    /** Returns the file with other entries in a relocation section. */
    public ElfObject withRelocations(int index, List<Rela> relocations) {
        return with(index, sections.get(index).withContent(Tables.relocations(relocations)));
    }

    /** Writes the file: header, contents in the order of the sections, section headers. */
    public byte[] write() {
        StringTable names = new StringTable();
        int[] nameOffsets =
                sections.stream().mapToInt(s -> names.offsetOf(s.name())).toArray();
        ElfObject named = with(shstrndx, sections.get(shstrndx).withContent(names.toArray()));
        long[] offsets = new long[sections.size()];
        long end = Elf.EHDR_SIZE;
        for (int i = 1; i < offsets.length; i++) {
            ObjectSection section = named.sections.get(i);
            long align = Math.min(Math.max(1, Long.highestOneBit(section.addralign())), FILE_ALIGNMENT_MAX);
            offsets[i] = end + align - 1 & -align;
            end = offsets[i] + section.content().length();
        }
        int shoff = (int) (end + 7 & -8);
        byte[] file = new byte[shoff + offsets.length * Elf.SHDR_SIZE];
        named.writeHeader(file, shoff);
        for (int i = 1; i < offsets.length; i++) {
            ObjectSection section = named.sections.get(i);
            byte[] content = section.content().toArray();
            System.arraycopy(content, 0, file, (int) offsets[i], content.length);
            writeSectionHeader(file, shoff + i * Elf.SHDR_SIZE, section, nameOffsets[i], offsets[i]);
        }
        return file;
    }

    /** Writes what every file begins with. */
    static void writeIdent(byte[] file) {
        for (int i = 0; i < IDENT.length; i++) {
            file[i] = (byte) IDENT[i];
        }
    }

    private void writeHeader(byte[] file, int shoff) {
        writeIdent(file);
        LittleEndian.put(file, 0, HeaderField.E_TYPE, Elf.ET_REL);
        LittleEndian.put(file, 0, HeaderField.E_MACHINE, Elf.EM_X86_64);
        LittleEndian.put(file, 0, HeaderField.E_VERSION, Elf.EV_CURRENT);
        LittleEndian.put(file, 0, HeaderField.E_SHOFF, shoff);
        LittleEndian.put(file, 0, HeaderField.E_EHSIZE, Elf.EHDR_SIZE);
        LittleEndian.put(file, 0, HeaderField.E_SHENTSIZE, Elf.SHDR_SIZE);
        LittleEndian.put(file, 0, HeaderField.E_SHNUM, sections.size());
        LittleEndian.put(file, 0, HeaderField.E_SHSTRNDX, shstrndx);
    }

    private static void writeSectionHeader(byte[] file, int at, ObjectSection section, int name, long offset) {
        LittleEndian.put(file, at, SectionField.SH_NAME, name);
        LittleEndian.put(file, at, SectionField.SH_TYPE, section.type());
        LittleEndian.put(file, at, SectionField.SH_FLAGS, section.flags());
        LittleEndian.put(file, at, SectionField.SH_OFFSET, offset);
        LittleEndian.put(file, at, SectionField.SH_SIZE, section.size());
        LittleEndian.put(file, at, SectionField.SH_LINK, section.link());
        LittleEndian.put(file, at, SectionField.SH_INFO, section.info());
        LittleEndian.put(file, at, SectionField.SH_ADDRALIGN, section.addralign());
        LittleEndian.put(file, at, SectionField.SH_ENTSIZE, section.entsize());
    }
}
