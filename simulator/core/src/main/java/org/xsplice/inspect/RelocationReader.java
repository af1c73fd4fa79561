// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionHeader;
import org.xsplice.mend.Evidence;

/** The relocations of loaded sections, with what the hypervisor computes for each. */
final class RelocationReader {
    /** The largest payload that is known has 10 000; tables that share their bytes can claim millions. */
    private static final int READ_MAX = 1 << 15;

    private final LaidOut payload;
    private final Evidence evidence;
    private final ElfBytes file;
    private long leftOut;

    RelocationReader(LaidOut payload) {
        this.payload = payload;
        this.evidence = payload.evidence();
        this.file = evidence.file();
    }

    /** Reads them in the order in which they are applied, as many as can be shown. */
    List<Relocation> read() {
        List<Relocation> all = new ArrayList<>();
        evidence.sections().filter(this::applied).forEach(table -> read(table, all));
        return all;
    }

    /** Returns how many there were beyond those. */
    long leftOut() {
        return leftOut;
    }

    private boolean applied(int index) {
        SectionHeader s = evidence.section(index);
        return s.type() == Elf.SHT_RELA
                && evidence.whole(index)
                && s.info() > 0
                && s.info() < evidence.sectionCount()
                && evidence.section(s.info()).has(Elf.SHF_ALLOC);
    }

    private void read(int table, List<Relocation> all) {
        SectionHeader s = evidence.section(table);
        long stride = Math.max(s.entsize(), Elf.RELA_SIZE);
        long count = stride > s.size() ? 0 : s.size() / stride;
        long wanted = Math.min(count, READ_MAX - all.size());
        leftOut += count - wanted;
        for (int i = 0; i < wanted; i++) {
            all.add(read(table, i, s.offset() + i * stride));
        }
    }

    private Relocation read(int table, int number, long at) {
        int base = evidence.section(table).info();
        Rela rela = Rela.read(file, at);
        RelocationType type = RelocationType.of(rela.type());
        OptionalLong section = payload.sections().get(base).address();
        OptionalLong place =
                section.isPresent() ? OptionalLong.of(section.getAsLong() + rela.offset()) : OptionalLong.empty();
        OptionalLong symbol = payload.value(rela.symbol());
        return new Relocation(
                evidence.called(table),
                number,
                at,
                base,
                evidence.called(base),
                rela.offset(),
                type,
                rela.symbol(),
                payload.symbolName(rela.symbol()),
                rela.addend(),
                symbol,
                place,
                result(type, symbol, rela.addend(), place));
    }

    private static OptionalLong result(RelocationType type, OptionalLong symbol, long addend, OptionalLong place) {
        if (type.width() == 0 || symbol.isEmpty() || place.isEmpty()) {
            return OptionalLong.empty();
        }
        long sum = symbol.getAsLong() + addend;
        return OptionalLong.of(type.width() == Long.BYTES ? sum : sum - place.getAsLong());
    }
}
