// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.mend.Evidence;

/** The content of a section with its relocations applied, as far as they can be. */
final class RelocatedSection {
    private final LaidOut payload;
    private final ElfBytes content;
    private final Map<Long, Relocation> relocations = new TreeMap<>();

    RelocatedSection(LaidOut payload, PayloadSection section, List<Relocation> all) {
        this.payload = payload;
        boolean inFile = section.type() != Elf.SHT_NOBITS && payload.evidence().whole(section.index());
        byte[] bytes = inFile ? payload.evidence().file().slice(section.offset(), (int) section.size()) : new byte[0];
        content = new ElfBytes(bytes);
        all.stream().filter(r -> r.base() == section.index()).forEach(r -> apply(r, bytes));
    }

    private void apply(Relocation relocation, byte[] bytes) {
        long at = relocation.offset();
        relocations.put(at, relocation);
        int width = relocation.type().width();
        if (relocation.result().isPresent() && at >= 0 && at <= bytes.length - width) {
            for (int i = 0; i < width; i++) {
                bytes[(int) at + i] = (byte) (relocation.result().getAsLong() >>> 8 * i);
            }
        }
    }

    ElfBytes content() {
        return content;
    }

    /** Reads the pointer at an offset. */
    Pointer pointer(long at) {
        Relocation relocation = relocations.get(at);
        if (unknown(relocation)) {
            return new Pointer(OptionalLong.empty(), KnownSymbols.label(relocation.target(), relocation.addend()));
        }
        long address = content.u64(at);
        String label = address == 0 ? "" : payload.label(address);
        boolean named = relocation != null && label.isEmpty();
        return new Pointer(
                OptionalLong.of(address), named ? KnownSymbols.label(relocation.target(), relocation.addend()) : label);
    }

    /** Returns whether something will be stored, but it is not known what. */
    private static boolean unknown(Relocation relocation) {
        return relocation != null
                && relocation.type().width() != 0
                && relocation.result().isEmpty();
    }

    /** Reads the string that the pointer at an offset leads to; an empty one where it is not in the payload. */
    String string(long at) {
        Relocation relocation = relocations.get(at);
        if (unknown(relocation)) {
            return symbolic(relocation);
        }
        long address = content.u64(at);
        return payload.sectionAt(address)
                .map(s -> string(s, address - s.address().getAsLong()))
                .orElse("");
    }

    private String symbolic(Relocation relocation) {
        boolean named = relocation.symbol() > 0
                && relocation.symbol() < payload.evidence().symbolCount();
        if (!named) {
            return "";
        }
        ElfSymbol symbol = payload.evidence().symbol(relocation.symbol());
        return symbol.shndx() > 0 && symbol.shndx() < payload.sections().size()
                ? string(payload.sections().get(symbol.shndx()), symbol.value() + relocation.addend())
                : "";
    }

    private String string(PayloadSection section, long offset) {
        boolean within = section.type() != Elf.SHT_NOBITS && Long.compareUnsigned(offset, section.size()) < 0;
        return within ? payload.evidence().file().string(section.offset() + offset, Evidence.NAME_MAX) : "";
    }
}
