// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.Rela;
import org.xsplice.elf.RelocationField;
import org.xsplice.elf.SymbolField;

/** Symbol and relocation tables, to and from bytes. */
public final class Tables {
    private Tables() {}

    static byte[] symbols(List<ObjectSymbol> symbols, StringTable strings) {
        byte[] table = new byte[symbols.size() * Elf.SYM_SIZE];
        for (int i = 0; i < symbols.size(); i++) {
            ObjectSymbol symbol = symbols.get(i);
            int at = i * Elf.SYM_SIZE;
            LittleEndian.put(table, at, SymbolField.ST_NAME, strings.offsetOf(symbol.name()));
            LittleEndian.put(table, at, SymbolField.ST_INFO, symbol.bind() << 4 | symbol.type());
            LittleEndian.put(table, at, SymbolField.ST_SHNDX, symbol.shndx());
            LittleEndian.put(table, at, SymbolField.ST_VALUE, symbol.value());
            LittleEndian.put(table, at, SymbolField.ST_SIZE, symbol.size());
        }
        return table;
    }

    static List<ObjectSymbol> symbols(byte[] table, byte[] strings) {
        ElfBytes bytes = new ElfBytes(table);
        ElfBytes names = new ElfBytes(strings);
        List<ObjectSymbol> symbols = new ArrayList<>();
        for (int at = 0; at + Elf.SYM_SIZE <= table.length; at += Elf.SYM_SIZE) {
            ElfSymbol s = ElfSymbol.read(bytes, at);
            String name = names.string(Integer.toUnsignedLong(s.name()));
            symbols.add(new ObjectSymbol(name, s.bind(), s.type(), s.shndx(), s.value(), s.size()));
        }
        return symbols;
    }

    /** Returns the content of a section with these relocations. */
    public static byte[] relocations(List<Rela> relocations) {
        byte[] table = new byte[relocations.size() * Elf.RELA_SIZE];
        for (int i = 0; i < relocations.size(); i++) {
            Rela relocation = relocations.get(i);
            int at = i * Elf.RELA_SIZE;
            LittleEndian.put(table, at, RelocationField.R_OFFSET, relocation.offset());
            LittleEndian.put(table, at, RelocationField.R_TYPE, relocation.type());
            LittleEndian.put(table, at, RelocationField.R_SYM, relocation.symbol());
            LittleEndian.put(table, at, RelocationField.R_ADDEND, relocation.addend());
        }
        return table;
    }

    static List<Rela> relocations(byte[] table) {
        ElfBytes bytes = new ElfBytes(table);
        List<Rela> relocations = new ArrayList<>();
        for (int at = 0; at + Elf.RELA_SIZE <= table.length; at += Elf.RELA_SIZE) {
            relocations.add(Rela.read(bytes, at));
        }
        return relocations;
    }

    /** Makes a relocation of its parts; {@code r_info} holds symbol and type. */
    public static Rela relocation(long offset, int type, int symbol, long addend) {
        return new Rela(offset, Rela.info(symbol, type), addend);
    }
}
