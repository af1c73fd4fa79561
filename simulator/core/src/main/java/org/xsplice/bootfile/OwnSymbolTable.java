// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.xsplice.elf.ElfBytes;

/**
 * Finds and expands the symbol table that Xen carries within itself, compressed, and looks names up in, without knowing
 * where it is. Models what xen/tools/symbols.c writes and xen/common/symbols.c reads: six tables in a row,
 * {@code symbols_offsets}, {@code symbols_num_syms} ({@code symbols_num_addrs} since 4.21), {@code symbols_names},
 * {@code symbols_markers}, {@code symbols_token_table} and {@code symbols_token_index}. The last has a shape that nothing
 * else has; each of the others ends where the next begins, or up to three bytes before.
 *
 * <p>Since 4.21 an entry without a name is the end of the symbol before it.
 */
public final class OwnSymbolTable {
    private static final int TOKENS = 256;
    private static final int INDEX_SIZE = TOKENS * 2;
    /** {@code KSYM_NAME_LEN}: no token and no name is longer. */
    private static final int NAME_MAX = 127;

    private static final int MARKER_EVERY = 256;
    private static final int WORD = 4;
    private static final int GAP_MAX = 3;
    private static final int COUNT_MAX = 1 << 18;
    /** Virtual addresses of Xen's image are counted from a multiple of this, {@code XEN_VIRT_START}. */
    private static final long ORIGIN_ALIGNMENT = 1L << 30;

    private final ElfBytes bytes;
    private final long from;
    private final long to;

    private OwnSymbolTable(ElfBytes bytes, long from, long to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** Where the tables are, as offsets, and how many entries they have. */
    private record Places(long offsets, long names, int count, long tokenTable, long tokenIndex) {}

    /**
     * Reads the table of a hypervisor, in its order: by address.
     *
     * @throws BadBootFileException if it is not there; the message names the part that was looked for
     */
    public static List<OwnSymbol> read(LinkedBytes content) throws BadBootFileException {
        return read(content.bytes(), 0, content.bytes().length(), content.address());
    }

    /**
     * Reads the table where it lies in a part of a file.
     *
     * @param from offset of the part
     * @param to offset of its end
     * @param address that the part is linked to
     * @throws BadBootFileException if it is not there; the message names the part that was looked for
     */
    public static List<OwnSymbol> read(ElfBytes file, long from, long to, long address) throws BadBootFileException {
        OwnSymbolTable table = new OwnSymbolTable(file, from, to);
        return table.expand(table.find(), address & -ORIGIN_ALIGNMENT);
    }

    private Places find() throws BadBootFileException {
        BadBootFileException nearest = missing("symbols_token_index");
        int ascending = 0;
        int before = 0;
        for (long at = from; at + 2 <= to; at += 2) {
            int value = bytes.u16(at);
            boolean goesOn = value > before && value <= before + NAME_MAX + 1;
            ascending = value == 0 ? 1 : goesOn && ascending > 0 ? ascending + 1 : 0;
            before = value;
            if (ascending == TOKENS) {
                try {
                    return before(at + 2 - INDEX_SIZE);
                } catch (BadBootFileException e) {
                    nearest = e;
                }
            }
        }
        throw nearest;
    }

    private static BadBootFileException missing(String table) {
        return new BadBootFileException(format(
                "it has no symbol table of its own (%s was looked for); Xen has one wherever it was built with live patching",
                table));
    }

    /** Goes back from the token index, table by table. */
    private Places before(long tokenIndex) throws BadBootFileException {
        int last = bytes.u16(tokenIndex + INDEX_SIZE - 2);
        long tokenTable = first(
                LongStream.rangeClosed(1, NAME_MAX + 1 + GAP_MAX).map(back -> tokenIndex - last - back),
                at -> isTokenTable(at, tokenIndex),
                "symbols_token_table");
        long markers = first(
                LongStream.iterate(tokenTable - WORD, at -> at >= from, at -> at - WORD)
                        .takeWhile(at -> at == tokenTable - WORD || word(at) < word(at + WORD)),
                at -> word(at) == 0,
                "symbols_markers");
        int marks = (int) ((tokenTable - markers) / WORD);
        long latest = markers - word(tokenTable - WORD);
        long names = first(
                LongStream.iterate(
                        latest & -WORD, at -> at >= latest - MARKER_EVERY * (NAME_MAX + 1L), at -> at - WORD),
                at -> areNames(at, word(at - WORD), markers, marks),
                "symbols_names");
        int count = (int) word(names - WORD);
        long offsets = first(
                LongStream.of(names - WORD - (long) WORD * count), at -> areOffsets(at, count), "symbols_offsets");
        return new Places(offsets, names, count, tokenTable, tokenIndex);
    }

    private static long first(LongStream places, LongPredicate fits, String table) throws BadBootFileException {
        return places.filter(fits).findFirst().orElseThrow(() -> missing(table));
    }

    private long word(long at) {
        return Integer.toUnsignedLong(bytes.u32(at));
    }

    /** Returns whether the strings at a place begin where the index says, and the last ends where the index begins. */
    private boolean isTokenTable(long table, long index) {
        if (table < from) {
            return false;
        }
        long at = table;
        for (int i = 0; i < TOKENS; i++) {
            if (at != table + bytes.u16(index + 2L * i)) {
                return false;
            }
            at += bytes.string(at, NAME_MAX + 1).length() + 1L;
        }
        return at <= index && index - at <= GAP_MAX;
    }

    private boolean areNames(long names, long count, long markers, int marks) {
        boolean fits = names - WORD >= from
                && count > (marks - 1L) * MARKER_EVERY
                && count <= (long) marks * MARKER_EVERY
                && count <= COUNT_MAX;
        long at = names;
        for (long i = 0; fits && i < count; i++) {
            fits = at < markers && (i % MARKER_EVERY != 0 || at - names == word(markers + i / MARKER_EVERY * WORD));
            at += bytes.u8(at) + 1L;
        }
        return fits && at <= markers && markers - at <= GAP_MAX;
    }

    private boolean areOffsets(long offsets, int count) {
        boolean ascending = offsets >= from;
        for (int i = 1; ascending && i < count; i++) {
            ascending = word(offsets + (long) WORD * i) >= word(offsets + WORD * (i - 1L));
        }
        return ascending;
    }

    private List<OwnSymbol> expand(Places places, long origin) throws BadBootFileException {
        String[] tokens = new String[TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            tokens[i] = bytes.string(places.tokenTable() + bytes.u16(places.tokenIndex() + 2L * i), NAME_MAX);
        }
        long[] ends = ends(places);
        List<OwnSymbol> symbols = new ArrayList<>();
        long at = places.names();
        for (int i = 0; i < places.count(); i++) {
            int length = bytes.u8(at);
            if (length != 0) {
                String name = name(tokens, at + 1, length);
                long offset = word(places.offsets() + (long) WORD * i);
                long size = ends[i] == 0 ? 0 : ends[i] - offset;
                symbols.add(new OwnSymbol(name.charAt(0), name.substring(1), origin + offset, size));
            }
            at += length + 1L;
        }
        return symbols;
    }

    /** Returns for each entry the next offset that is another. */
    private long[] ends(Places places) {
        long[] ends = new long[places.count()];
        for (int i = places.count() - 2; i >= 0; i--) {
            long own = word(places.offsets() + (long) WORD * i);
            long next = word(places.offsets() + WORD * (i + 1L));
            ends[i] = next == own ? ends[i + 1] : next;
        }
        return ends;
    }

    private String name(String[] tokens, long from, int length) throws BadBootFileException {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length && name.length() <= NAME_MAX + 1; i++) {
            name.append(tokens[bytes.u8(from + i)]);
        }
        if (name.length() <= 1 || name.length() > NAME_MAX + 1) {
            throw new BadBootFileException(format(
                    "its symbol table is damaged: symbols_names has a name of %d characters",
                    Math.max(0, name.length() - 1)));
        }
        return name.toString();
    }
}
