// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.hypervisor.SymbolTable;

/**
 * The guest's data that its CPUs share: all of it but their stacks, the console and the counters of NMIs, which tell what
 * has happened and decide nothing.
 */
final class SharedData {
    private static final List<String> NOT_SHARED =
            List.of("cpu_stacks", "conring", "conringp", "conring_writers", "console_continued", "nmi_count");

    private SharedData() {}

    /**
     * A range of addresses.
     *
     * @param end address after it
     */
    record Range(long start, long end) implements Comparable<Range> {
        @Override
        public int compareTo(Range other) {
            int byStart = Long.compareUnsigned(start, other.start);
            return byStart != 0 ? byStart : Long.compareUnsigned(end, other.end);
        }

        /** Begins to hash what is there. */
        RangeHash hash() {
            return new RangeHash(start, (int) (end - start));
        }
    }

    /** Returns the ranges, in ascending order. */
    static List<Range> of(SymbolTable symbols) {
        List<Range> ranges = new ArrayList<>();
        long start = symbols.require("__2M_rwdata_start");
        long end = end(symbols);
        List<Symbol> others = NOT_SHARED.stream()
                .flatMap(name -> symbols.plain(name).stream())
                .flatMap(address -> symbols.covering(address).stream())
                .filter(symbol -> Long.compareUnsigned(symbol.address() - start, end - start) < 0)
                .sorted(Comparator.comparing(Symbol::address))
                .toList();
        long at = start;
        for (Symbol other : others) {
            add(ranges, at, other.address());
            at = other.address() + other.sizeUpTo((int) (end - other.address()));
        }
        add(ranges, at, end);
        return List.copyOf(ranges);
    }

    /** Returns where the data that is not only reserved ends; it is in memory up to there. */
    private static long end(SymbolTable symbols) {
        long start = symbols.require("__2M_rwdata_start");
        long mapped = symbols.require("__2M_rwdata_end");
        return symbols.plain("__bss_end")
                .filter(end -> Long.compareUnsigned(end - start, mapped - start) <= 0)
                .orElse(mapped);
    }

    private static void add(List<Range> ranges, long start, long end) {
        if (start < end) {
            ranges.add(new Range(start, end));
        }
    }
}
