// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SegmentField;
import org.xsplice.elf.StructField;
import org.xsplice.event.ByteString;

/**
 * An executable file for x86-64 with sections at fixed addresses and a symbol table, as a linker leaves it.
 *
 * @param entry address of the first instruction
 * @param parts the sections, in the order of their addresses; the first has index 1
 * @param symbols local ones first; each names its section by index
 */
public record Executable(long entry, List<Part> parts, List<ObjectSymbol> symbols) {
    private static final int PAGE = 4096;
    private static final int SYMBOL_ALIGNMENT = 8;

    /**
     * A section.
     *
     * @param type {@code SHT_} value
     * @param flags {@code SHF_} bits
     * @param content its bytes in the file; empty for NOBITS
     * @param size in memory, in bytes
     */
    public record Part(String name, int type, long flags, long address, ByteString content, long size) {}

    /** A section header with the content that it is of. */
    private record Placed(Part part, long offset, int link, int info, int entsize) {}

    /** Writes the file: headers, contents at offsets that pages can be mapped from, tables, section headers. */
    public byte[] write() {
        StringTable strings = new StringTable();
        List<ObjectSymbol> all = new ArrayList<>(List.of(ObjectSymbol.NULL));
        all.addAll(symbols);
        byte[] table = Tables.symbols(all, strings);
        int locals = 1 + (int) symbols.stream().filter(ObjectSymbol::isLocal).count();
        long end = Elf.EHDR_SIZE + (long) Elf.PHDR_SIZE * parts.size();
        List<Placed> placed = new ArrayList<>();
        for (Part part : parts) {
            long offset = end + Math.floorMod(part.address() - end, PAGE);
            placed.add(new Placed(part, offset, 0, 0, 0));
            end = offset + part.content().length();
        }
        end = aligned(end);
        placed.add(new Placed(plain(".symtab", Elf.SHT_SYMTAB, table), end, parts.size() + 2, locals, Elf.SYM_SIZE));
        end += table.length;
        placed.add(new Placed(plain(".strtab", Elf.SHT_STRTAB, strings.toArray()), end, 0, 0, 0));
        end += strings.toArray().length;
        StringTable names = new StringTable();
        placed.forEach(p -> names.offsetOf(p.part().name()));
        names.offsetOf(".shstrtab");
        placed.add(new Placed(plain(".shstrtab", Elf.SHT_STRTAB, names.toArray()), end, 0, 0, 0));
        end = aligned(end + names.toArray().length);
        return put(placed, names, end);
    }

    private static long aligned(long offset) {
        return offset + SYMBOL_ALIGNMENT - 1 & -SYMBOL_ALIGNMENT;
    }

    private static Part plain(String name, int type, byte... content) {
        return new Part(name, type, 0, 0, ByteString.of(content), content.length);
    }

    private byte[] put(List<Placed> placed, StringTable names, long headers) {
        byte[] file = new byte[Math.toIntExact(headers + (placed.size() + 1L) * Elf.SHDR_SIZE)];
        ElfObject.writeIdent(file);
        set(file, HeaderField.E_TYPE, Elf.ET_EXEC);
        set(file, HeaderField.E_MACHINE, Elf.EM_X86_64);
        set(file, HeaderField.E_VERSION, Elf.EV_CURRENT);
        set(file, HeaderField.E_ENTRY, entry);
        set(file, HeaderField.E_PHOFF, Elf.EHDR_SIZE);
        set(file, HeaderField.E_SHOFF, headers);
        set(file, HeaderField.E_EHSIZE, Elf.EHDR_SIZE);
        set(file, HeaderField.E_PHENTSIZE, Elf.PHDR_SIZE);
        set(file, HeaderField.E_PHNUM, parts.size());
        set(file, HeaderField.E_SHENTSIZE, Elf.SHDR_SIZE);
        set(file, HeaderField.E_SHNUM, placed.size() + 1L);
        set(file, HeaderField.E_SHSTRNDX, placed.size());
        for (int i = 0; i < placed.size(); i++) {
            Placed one = placed.get(i);
            byte[] content = one.part().content().toArray();
            System.arraycopy(content, 0, file, (int) one.offset(), content.length);
            section(
                    file,
                    (int) headers + (i + 1) * Elf.SHDR_SIZE,
                    one,
                    names.offsetOf(one.part().name()));
            if (i < parts.size()) {
                segment(file, Elf.EHDR_SIZE + i * Elf.PHDR_SIZE, one);
            }
        }
        return file;
    }

    private static void set(byte[] file, StructField field, long value) {
        LittleEndian.put(file, 0, field, value);
    }

    private void section(byte[] file, int at, Placed placed, int name) {
        Part part = placed.part();
        LittleEndian.put(file, at, SectionField.SH_NAME, name);
        LittleEndian.put(file, at, SectionField.SH_TYPE, part.type());
        LittleEndian.put(file, at, SectionField.SH_FLAGS, part.flags());
        LittleEndian.put(file, at, SectionField.SH_ADDR, part.address());
        LittleEndian.put(file, at, SectionField.SH_OFFSET, placed.offset());
        LittleEndian.put(file, at, SectionField.SH_SIZE, part.size());
        LittleEndian.put(file, at, SectionField.SH_LINK, placed.link());
        LittleEndian.put(file, at, SectionField.SH_INFO, placed.info());
        LittleEndian.put(file, at, SectionField.SH_ADDRALIGN, placed.entsize() == 0 ? 1 : SYMBOL_ALIGNMENT);
        LittleEndian.put(file, at, SectionField.SH_ENTSIZE, placed.entsize());
    }

    private static void segment(byte[] file, int at, Placed placed) {
        Part part = placed.part();
        int flags = Elf.PF_R
                | ((part.flags() & Elf.SHF_WRITE) != 0 ? Elf.PF_W : 0)
                | ((part.flags() & Elf.SHF_EXECINSTR) != 0 ? Elf.PF_X : 0);
        LittleEndian.put(file, at, SegmentField.P_TYPE, Elf.PT_LOAD);
        LittleEndian.put(file, at, SegmentField.P_FLAGS, flags);
        LittleEndian.put(file, at, SegmentField.P_OFFSET, placed.offset());
        LittleEndian.put(file, at, SegmentField.P_VADDR, part.address());
        LittleEndian.put(file, at, SegmentField.P_PADDR, part.address());
        LittleEndian.put(file, at, SegmentField.P_FILESZ, part.content().length());
        LittleEndian.put(file, at, SegmentField.P_MEMSZ, part.size());
        LittleEndian.put(file, at, SegmentField.P_ALIGN, PAGE);
    }
}
