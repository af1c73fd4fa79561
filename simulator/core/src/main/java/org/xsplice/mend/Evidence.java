// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.elf.SymbolField;

/**
 * What a payload file, damaged or not, tells about itself. Reading it never fails; sections that are not in the file are
 * not among those it has.
 */
public final class Evidence {
    /**
     * Of longer names, in bytes, only the beginning is read: names may share their bytes, and those of a small file can be
     * more than memory holds. The hypervisor's own have 127 at most.
     */
    public static final int NAME_MAX = 512;

    private static final int SYMBOL_MAX = 1 << 20;

    private final ElfBytes file;
    private final ElfHeader header;
    private final List<SectionHeader> sections = new ArrayList<>();
    private final int symtab;

    public Evidence(ElfBytes file) {
        this.file = file;
        header = ElfHeader.read(file);
        for (int i = 0; i < header.shnum() && file.contains(headerAt(i), Elf.SHDR_SIZE); i++) {
            sections.add(SectionHeader.read(file, headerAt(i)));
        }
        symtab = first(i -> section(i).type() == Elf.SHT_SYMTAB).orElse(0);
    }

    public ElfBytes file() {
        return file;
    }

    public ElfHeader header() {
        return header;
    }

    private long headerAt(int section) {
        return header.shoff() + (long) section * header.shentsize();
    }

    public int sectionCount() {
        return sections.size();
    }

    public SectionHeader section(int index) {
        return sections.get(index);
    }

    public IntStream sections() {
        return IntStream.range(1, sections.size());
    }

    public OptionalInt first(IntPredicate wanted) {
        return sections().filter(wanted).findFirst();
    }

    /** Finds the only section that is as wanted. */
    OptionalInt only(IntPredicate wanted) {
        int[] found = sections().filter(wanted).limit(2).toArray();
        return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
    }

    public String sectionName(int index) {
        return header.shstrndx() < sections.size() ? nameIn(header.shstrndx(), index) : "";
    }

    /** Returns what a section would be called if another section held the names. */
    String nameIn(int names, int index) {
        return file.string(
                section(names).offset() + Integer.toUnsignedLong(section(index).name()), NAME_MAX);
    }

    /** Names a section for people. */
    public String called(int index) {
        String name = sectionName(index);
        return name.isEmpty() ? "section [" + index + "]" : name;
    }

    Change.SetField set(int section, SectionField field, long value) {
        return new Change.SetField(
                headerAt(section) + field.offset(), field.width(), value, field.label() + " of " + called(section));
    }

    /** Returns whether a section's content is in the file. */
    public boolean whole(int index) {
        SectionHeader s = section(index);
        return s.type() == Elf.SHT_NOBITS || file.contains(s.offset(), s.size());
    }

    /** Returns how many bytes lie between a place in the file and the next known thing in it. */
    long room(long offset) {
        long end = file.length();
        if (Long.compareUnsigned(header.shoff(), offset) > 0 && header.shoff() < end && header.shoff() > 0) {
            end = header.shoff();
        }
        for (SectionHeader s : sections) {
            boolean there = s.type() != Elf.SHT_NULL && s.type() != Elf.SHT_NOBITS && s.size() != 0;
            if (there && Long.compareUnsigned(s.offset(), offset) > 0 && Long.compareUnsigned(s.offset(), end) < 0) {
                end = s.offset();
            }
        }
        return offset < 0 || offset > end ? 0 : end - offset;
    }

    /** Finds the only stretch of the file that belongs to nothing and has room for this many bytes, but hardly more. */
    Optional<Long> hole(long size, long align) {
        long step = Math.max(1, align);
        List<Long> found = new ArrayList<>();
        List<SectionHeader> there = sections.stream()
                .filter(s -> s.type() != Elf.SHT_NULL && s.type() != Elf.SHT_NOBITS && s.size() != 0)
                .filter(s -> file.contains(s.offset(), s.size()))
                .toList();
        List<Long> ends = new ArrayList<>(List.of((long) Elf.EHDR_SIZE));
        long headersEnd = headerAt(sections.size());
        there.forEach(s -> ends.add(s.offset() + s.size()));
        for (long end : ends) {
            long start = (end + step - 1) / step * step;
            boolean free = there.stream().noneMatch(s -> s.offset() < start + size && s.offset() + s.size() > start)
                    && (header.shoff() >= start + size || headersEnd <= start);
            if (free && !found.contains(start) && room(start - 1) - 1 >= size) {
                found.add(start);
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Returns whether a section's content is that of another one as well, at least in part. */
    boolean overlaps(int index) {
        SectionHeader s = section(index);
        return sections()
                .filter(i -> i != index)
                .mapToObj(this::section)
                .filter(o -> o.type() != Elf.SHT_NULL && o.type() != Elf.SHT_NOBITS && o.size() > 0)
                .anyMatch(o -> o.offset() < s.offset() + s.size() && o.offset() + o.size() > s.offset());
    }

    /** Returns the index of the symbol table, 0 where there is none. */
    public int symtab() {
        return symtab;
    }

    public int symbolCount() {
        return symtab != 0 && whole(symtab)
                ? (int) Math.min(SYMBOL_MAX, section(symtab).size() / Elf.SYM_SIZE)
                : 0;
    }

    public ElfSymbol symbol(int index) {
        return ElfSymbol.read(file, symbolAt(index));
    }

    private long symbolAt(int index) {
        return section(symtab).offset() + (long) index * Elf.SYM_SIZE;
    }

    public String symbolName(int index) {
        int strtab = section(symtab).link();
        return strtab <= 0 || strtab >= sections.size()
                ? ""
                : file.string(
                        section(strtab).offset()
                                + Integer.toUnsignedLong(symbol(index).name()),
                        NAME_MAX);
    }

    Change.SetField set(int symbol, SymbolField field, long value) {
        String name = symbolName(symbol);
        return new Change.SetField(
                symbolAt(symbol) + field.offset(),
                field.width(),
                value,
                field.label() + " of symbol " + (name.isEmpty() ? "[" + symbol + "]" : name));
    }

    /** Returns the symbols that are as wanted. */
    public IntStream symbols(IntPredicate wanted) {
        return IntStream.range(1, symbolCount()).filter(wanted);
    }
}
