// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.SectionHeader;
import org.xsplice.state.Fixed;

/**
 * The hypervisor's symbols, by name and by address, as the hypervisor itself knows them: local ones of a C file are called
 * {@code FILE#name}. Models xen/common/symbols.c; read from the table within the image, or, where it carries none, from
 * the ELF symbols.
 */
public final class SymbolTable {
    private static final List<String> VARIANTS = List.of(".isra.0", ".constprop.0", ".part.0");

    @Fixed
    private final Map<String, Long> plain;

    @Fixed
    private final Map<String, Symbol> byName = new TreeMap<>();

    private final List<Symbol> byAddress;
    private final List<OwnSymbol> own;

    private SymbolTable(Map<String, Long> plain, List<Symbol> sorted, List<OwnSymbol> own) {
        this.plain = plain;
        this.own = own;
        byAddress = sorted;
        byAddress.forEach(s -> byName.putIfAbsent(s.name(), s));
    }

    /** A symbol reaches to the next one that has another address. */
    private static List<Symbol> withSizes(List<Symbol> symbols) {
        List<Symbol> sorted = new ArrayList<>(symbols);
        sorted.sort(Comparator.comparing(Symbol::address, Long::compareUnsigned));
        List<Symbol> sized = new ArrayList<>(sorted);
        long next = 0;
        long following = 0;
        for (int i = sorted.size() - 1; i >= 0; i--) {
            Symbol symbol = sorted.get(i);
            if (symbol.address() != following) {
                next = following;
                following = symbol.address();
            }
            sized.set(i, new Symbol(symbol.name(), symbol.address(), next == 0 ? symbol.size() : next - following));
        }
        return sized;
    }

    /** Makes one of the table that the hypervisor carries. */
    static SymbolTable of(List<OwnSymbol> own) {
        return of(own, Map.of());
    }

    /**
     * Makes one of the table that the hypervisor carries.
     *
     * @param others what its file names besides, which the hypervisor does not know
     */
    static SymbolTable of(List<OwnSymbol> own, Map<String, Long> others) {
        Map<String, Long> plain = new TreeMap<>();
        own.stream().filter(s -> !s.isLocal()).forEach(s -> plain.putIfAbsent(s.bareName(), s.address()));
        own.stream().filter(OwnSymbol::isLocal).forEach(s -> plain.putIfAbsent(s.bareName(), s.address()));
        others.forEach(plain::putIfAbsent);
        List<Symbol> known = own.stream()
                .map(s -> new Symbol(s.name(), s.address(), s.size()))
                .toList();
        return new SymbolTable(plain, known, own);
    }

    /**
     * Reads the symbols of an ELF file.
     *
     * @param own the table that the hypervisor carries, which counts, or nothing where it has none
     */
    static SymbolTable read(ElfBytes file, SectionHeader symtab, SectionHeader strtab, List<OwnSymbol> own) {
        Map<String, Long> plain = new TreeMap<>();
        List<Symbol> known = new ArrayList<>();
        String source = "";
        long entry = Math.max(symtab.entsize(), Elf.SYM_SIZE);
        long count = symtab.size() / entry;
        NamesLimit limit = new NamesLimit(file);
        for (long i = 1; i < count; i++) {
            ElfSymbol symbol = ElfSymbol.read(file, symtab.offset() + i * entry);
            String name = limit.counted(file.string(strtab.offset() + Integer.toUnsignedLong(symbol.name())));
            if (symbol.type() == Elf.STT_FILE) {
                source = name;
            } else if (symbol.type() != Elf.STT_SECTION && symbol.shndx() != Elf.SHN_UNDEF && !name.isEmpty()) {
                boolean local = symbol.bind() == Elf.STB_LOCAL && !source.isEmpty();
                known.add(new Symbol(local ? source + "#" + name : name, symbol.value(), symbol.size()));
                plain.putIfAbsent(name, symbol.value());
            }
        }
        return own.isEmpty() ? new SymbolTable(plain, withSizes(known), own) : of(own, plain);
    }

    /** Returns the table that the hypervisor itself carries, by address; nothing where the names are those of an ELF file. */
    public List<OwnSymbol> own() {
        return own;
    }

    /** Finds a symbol by the name the hypervisor knows it by. */
    public Optional<Symbol> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns a symbol's address, or 0 where there is none. Models {@code symbols_lookup_by_name}. */
    public long addressOf(String name) {
        Symbol symbol = byName.get(name);
        return symbol == null ? 0 : symbol.address();
    }

    /** Finds an address by the bare name of the ELF symbol, local ones included; of several, a global one counts before the
     * local ones, and then the one at the lowest address. */
    public Optional<Long> plain(String name) {
        return Optional.ofNullable(plain.get(name));
    }

    /** Finds a function that the compiler has changed, and has named so: {@code NAME.isra.0}, {@code NAME.constprop.0}. */
    public Optional<Long> variantOf(String name) {
        return VARIANTS.stream()
                .map(variant -> plain.get(name + variant))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * Returns the address of a symbol that must be there, by its bare name.
     *
     * @throws ImageException if it is not
     */
    public long require(String name) {
        return plain(name)
                .orElseThrow(() -> new ImageException("the image has no symbol " + name + ", which it must have"));
    }

    /** Finds the first symbol of those with the highest address not above the one given. */
    public Optional<Symbol> covering(long address) {
        int low = 0;
        int high = byAddress.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(byAddress.get(middle).address(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int found = low - 1;
        while (found > 0
                && byAddress.get(found - 1).address() == byAddress.get(found).address()) {
            found--;
        }
        return found < 0 ? Optional.empty() : Optional.of(byAddress.get(found));
    }

    /** Returns all names in alphabetical order. */
    public Iterable<String> names() {
        return byName.keySet();
    }

    public int size() {
        return byAddress.size();
    }
}
