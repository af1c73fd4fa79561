// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.bootfile.OwnSymbol;

/** Writes the table of symbols that a hypervisor carries for itself, as xen/tools/symbols.c does. */
public final class SymbolTableEncoder {
    /** Where {@code symbols_offsets} count from. */
    private static final long ORIGIN = 0xffff82d040000000L;

    private static final int TOKENS = 256;
    /** Codes from here on stand for two characters. */
    private static final int FIRST_PAIR = 128;

    private static final int WORD = 4;
    private static final int MARKER_EVERY = 256;

    private final List<String> names = new ArrayList<>();
    private final List<Long> addresses = new ArrayList<>();
    private final String[] tokens = new String[TOKENS];
    private final Map<String, Integer> pairs = new TreeMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * @param withEnds whether ends of symbols are told, as since 4.21
     */
    private SymbolTableEncoder(List<OwnSymbol> symbols, boolean withEnds) {
        List<OwnSymbol> sorted = new ArrayList<>(symbols);
        sorted.sort(Comparator.comparing(OwnSymbol::address, Long::compareUnsigned));
        for (int i = 0; i < sorted.size(); i++) {
            OwnSymbol symbol = sorted.get(i);
            names.add(symbol.type() + symbol.name());
            addresses.add(symbol.address());
            long end = symbol.address() + symbol.size();
            boolean room = i + 1 == sorted.size()
                    || Long.compareUnsigned(end, sorted.get(i + 1).address()) < 0;
            if (withEnds && symbol.isText() && symbol.size() != 0 && room) {
                names.add("");
                addresses.add(end);
            }
        }
    }

    /**
     * Returns the tables in their order, the first aligned to four bytes.
     *
     * @param withEnds whether ends of functions are told, as since 4.21
     */
    public static byte[] encode(List<OwnSymbol> symbols, boolean withEnds) {
        return new SymbolTableEncoder(symbols, withEnds).write();
    }

    private byte[] write() {
        chooseTokens();
        addresses.forEach(address -> word((int) (address - ORIGIN)));
        word(names.size());
        List<Integer> markers = new ArrayList<>();
        int start = out.size();
        for (int i = 0; i < names.size(); i++) {
            if (i % MARKER_EVERY == 0) {
                markers.add(out.size() - start);
            }
            byte[] name = compress(names.get(i));
            out.write(name.length);
            out.writeBytes(name);
        }
        align();
        markers.forEach(this::word);
        int[] index = new int[TOKENS];
        int table = out.size();
        for (int i = 0; i < TOKENS; i++) {
            index[i] = out.size() - table;
            out.writeBytes(tokens[i].getBytes(StandardCharsets.ISO_8859_1));
            out.write(0);
        }
        align();
        for (int at : index) {
            out.write(at);
            out.write(at >> 8);
        }
        return out.toByteArray();
    }

    /** Characters stand for themselves; what is left of the codes stands for the pairs that are most frequent. */
    private void chooseTokens() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String name : names) {
            for (int i = 0; i + 1 < name.length(); i++) {
                counts.merge(name.substring(i, i + 2), 1, Integer::sum);
            }
        }
        List<String> frequent = new ArrayList<>(counts.keySet());
        frequent.sort(Comparator.comparing((String pair) -> -counts.get(pair)));
        for (int i = 0; i < TOKENS; i++) {
            int pair = i - FIRST_PAIR;
            boolean known = pair >= 0 && pair < frequent.size();
            tokens[i] = known ? frequent.get(pair) : i > ' ' && i < FIRST_PAIR ? String.valueOf((char) i) : "";
            if (known) {
                pairs.put(frequent.get(pair), i);
            }
        }
    }

    private byte[] compress(String name) {
        ByteArrayOutputStream codes = new ByteArrayOutputStream();
        for (int i = 0; i < name.length(); ) {
            Integer pair = i + 1 < name.length() ? pairs.get(name.substring(i, i + 2)) : null;
            codes.write(pair == null ? name.charAt(i) : pair);
            i += pair == null ? 1 : 2;
        }
        return codes.toByteArray();
    }

    private void word(int value) {
        for (int i = 0; i < WORD; i++) {
            out.write(value >> 8 * i);
        }
    }

    private void align() {
        while (out.size() % WORD != 0) {
            out.write(0);
        }
    }
}
