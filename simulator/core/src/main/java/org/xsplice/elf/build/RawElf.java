// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import java.util.Arrays;
import java.util.NoSuchElementException;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.RelocationField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.StructField;
import org.xsplice.elf.SymbolField;

/**
 * An ELF file's bytes with names for its fields, to be changed in place, also to values that make no sense.
 *
 * <p>Structures are found by following the file's content at that moment. A field outside of the file is an
 * {@link IndexOutOfBoundsException}, a name that is not there a {@link NoSuchElementException}.
 */
public final class RawElf {
    private byte[] bytes;

    /** Copies a file. */
    public RawElf(byte[] file) {
        bytes = file.clone();
    }

    /** Returns a copy of the present bytes. */
    public byte[] toArray() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    public long get(HeaderField field) {
        return read(0, field);
    }

    public void set(HeaderField field, long value) {
        write(0, field, value);
    }

    public long get(int section, SectionField field) {
        return read(sectionHeader(section), field);
    }

    public void set(int section, SectionField field, long value) {
        write(sectionHeader(section), field, value);
    }

    public void set(String section, SectionField field, long value) {
        set(indexOf(section), field, value);
    }

    public long get(int symbol, SymbolField field) {
        return read(symbolAt(symbol), field);
    }

    public void set(int symbol, SymbolField field, long value) {
        write(symbolAt(symbol), field, value);
    }

    /**
     * Returns a field of a relocation.
     *
     * @param section index of the relocation section
     */
    public long get(int section, int entry, RelocationField field) {
        return read(relocationAt(section, entry), field);
    }

    /**
     * Changes a field of a relocation.
     *
     * @param section index of the relocation section
     */
    public void set(int section, int entry, RelocationField field, long value) {
        write(relocationAt(section, entry), field, value);
    }

    /** Returns the number of sections, as the header tells it. */
    public int sectionCount() {
        return (int) get(HeaderField.E_SHNUM);
    }

    /** Returns the number of symbols, symbol 0 included. */
    public int symbolCount() {
        return (int) (get(symtab(), SectionField.SH_SIZE) / Elf.SYM_SIZE);
    }

    /** Returns the number of entries of a relocation section. */
    public int relocationCount(int section) {
        return (int) (get(section, SectionField.SH_SIZE) / Elf.RELA_SIZE);
    }

    /** Returns the index of the first section of a name. */
    public int indexOf(String name) {
        long names = get((int) get(HeaderField.E_SHSTRNDX), SectionField.SH_OFFSET);
        ElfBytes file = new ElfBytes(bytes);
        for (int i = 1; i < sectionCount(); i++) {
            if (file.string(names + get(i, SectionField.SH_NAME)).equals(name)) {
                return i;
            }
        }
        throw new NoSuchElementException("no section is called " + name);
    }

    /** Returns the index of the symbol table. */
    public int symtab() {
        for (int i = 1; i < sectionCount(); i++) {
            if (get(i, SectionField.SH_TYPE) == Elf.SHT_SYMTAB) {
                return i;
            }
        }
        throw new NoSuchElementException("there is no symbol table");
    }

    /** Returns the index of the first symbol of a name. */
    public int symbol(String name) {
        int strtab = (int) get(symtab(), SectionField.SH_LINK);
        long names = get(strtab, SectionField.SH_OFFSET);
        ElfBytes file = new ElfBytes(bytes);
        for (int i = 1; i < symbolCount(); i++) {
            if (file.string(names + get(i, SymbolField.ST_NAME)).equals(name)) {
                return i;
            }
        }
        throw new NoSuchElementException("no symbol is called " + name);
    }

    /** Returns the file offset of a section's content. */
    public int contentOf(int section) {
        return Math.toIntExact(get(section, SectionField.SH_OFFSET));
    }

    public byte byteAt(int offset) {
        return bytes[offset];
    }

    /** Stores the low bytes of a value at a file offset. */
    public void put(int offset, int width, long value) {
        LittleEndian.put(bytes, offset, width, value);
    }

    /** Flips one bit; bit 0 is the lowest of the first byte. */
    public void flip(long bit) {
        bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
    }

    /** Keeps the first bytes only. */
    public void truncate(int length) {
        bytes = Arrays.copyOf(bytes, Math.min(length, bytes.length));
    }

    /** Adds bytes after the last one. */
    public void append(byte... more) {
        int end = bytes.length;
        bytes = Arrays.copyOf(bytes, end + more.length);
        System.arraycopy(more, 0, bytes, end, more.length);
    }

    private int sectionHeader(int section) {
        long at = get(HeaderField.E_SHOFF) + section * get(HeaderField.E_SHENTSIZE);
        return Math.toIntExact(at);
    }

    private int symbolAt(int symbol) {
        return contentOf(symtab()) + symbol * Elf.SYM_SIZE;
    }

    private int relocationAt(int section, int entry) {
        return contentOf(section) + entry * Elf.RELA_SIZE;
    }

    private long read(int at, StructField field) {
        long value = 0;
        for (int i = 0; i < field.width(); i++) {
            value |= (bytes[at + field.offset() + i] & 0xffL) << 8 * i;
        }
        return value;
    }

    private void write(int at, StructField field, long value) {
        put(at + field.offset(), field.width(), value);
    }
}
