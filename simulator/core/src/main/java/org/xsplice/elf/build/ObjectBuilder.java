// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.event.ByteString;

/**
 * Collects sections, symbols and relocations of a relocatable file. The tables come after the sections: relocations in
 * the order of the sections they apply to, symbols (local ones first, as the ABI demands), strings, section names.
 */
public final class ObjectBuilder {
    private final List<ObjectSection> sections = new ArrayList<>();
    private final List<ObjectSymbol> symbols = new ArrayList<>();
    private final Map<Integer, List<Relocation>> relocations = new TreeMap<>();

    private record Relocation(long offset, int type, SymbolRef symbol, long addend) {}

    public ObjectBuilder() {
        sections.add(ObjectSection.NULL);
    }

    /** Copies what another one has collected. */
    ObjectBuilder(ObjectBuilder other) {
        sections.addAll(other.sections);
        symbols.addAll(other.symbols);
        other.relocations.forEach((section, entries) -> relocations.put(section, new ArrayList<>(entries)));
    }

    /** Adds a section and returns its index. */
    public int section(ObjectSection section) {
        sections.add(section);
        return sections.size() - 1;
    }

    /** Returns how many sections there are, section 0 included: the index of the one that is added next. */
    public int sections() {
        return sections.size();
    }

    /** Adds a symbol. */
    public SymbolRef symbol(ObjectSymbol symbol) {
        symbols.add(symbol);
        return new SymbolRef(symbols.size() - 1);
    }

    /**
     * Adds a relocation.
     *
     * @param section index of the section it applies to
     * @param offset of the place in that section
     * @param type {@code R_X86_64_} value
     */
    public ObjectBuilder relocate(int section, long offset, int type, SymbolRef symbol, long addend) {
        relocations.computeIfAbsent(section, s -> new ArrayList<>()).add(new Relocation(offset, type, symbol, addend));
        return this;
    }

    /** Puts the file together. */
    public ElfObject build() {
        List<ObjectSection> all = new ArrayList<>(sections);
        int symtab = all.size() + relocations.size();
        List<ObjectSymbol> ordered = new ArrayList<>(List.of(ObjectSymbol.NULL));
        int[] indexes = order(ordered);
        relocations.forEach((base, entries) -> all.add(relocationSection(base, entries, symtab, indexes)));
        all.add(table(".symtab", Elf.SHT_SYMTAB, 8, Elf.SYM_SIZE, symtab + 1, 0));
        all.add(table(".strtab", Elf.SHT_STRTAB, 1, 0, 0, 0));
        all.add(table(".shstrtab", Elf.SHT_STRTAB, 1, 0, 0, 0));
        return new ElfObject(all, symtab + 2).withSymbols(ordered);
    }

    /** Puts local symbols before the others and returns where each one went. */
    private int[] order(List<ObjectSymbol> ordered) {
        int[] indexes = new int[symbols.size()];
        for (boolean local : new boolean[] {true, false}) {
            for (int i = 0; i < indexes.length; i++) {
                if (symbols.get(i).isLocal() == local) {
                    indexes[i] = ordered.size();
                    ordered.add(symbols.get(i));
                }
            }
        }
        return indexes;
    }

    private ObjectSection relocationSection(int base, List<Relocation> entries, int symtab, int[] indexes) {
        List<Rela> table = entries.stream()
                .map(r -> Tables.relocation(
                        r.offset(), r.type(), indexes[r.symbol().position()], r.addend()))
                .toList();
        return table(".rela" + sections.get(base).name(), Elf.SHT_RELA, 8, Elf.RELA_SIZE, symtab, base)
                .withFlags(Elf.SHF_INFO_LINK)
                .withContent(Tables.relocations(table));
    }

    private static ObjectSection table(String name, int type, long align, long entsize, int link, int info) {
        return new ObjectSection(name, type, 0, ByteString.of(), 0, link, info, align, entsize);
    }
}
