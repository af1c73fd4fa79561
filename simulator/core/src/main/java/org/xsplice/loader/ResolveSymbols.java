// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.BitSet;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** Gives every symbol its address. Models xen/common/livepatch_elf.c:livepatch_elf_resolve_symbols. */
final class ResolveSymbols {
    /**
     * What comes of it, beside the addresses, which are in the symbol table.
     *
     * @param ignored symbols of sections that are not loaded
     * @param imports what other payloads provide
     */
    record Resolved(BitSet ignored, List<Import> imports) {}

    private static final Rungs<ResolveSymbols> SYMBOLS = Rungs.together(
            rung(Check.SYMBOL_COMMON, ResolveSymbols::common),
            rung(Check.SYMBOL_KNOWN, ResolveSymbols::known),
            rung(Check.SYMBOL_SECTION, ResolveSymbols::section));

    static final List<Rungs<?>> RUNGS = List.of(SYMBOLS);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private final NameLookup lookup;
    private final BitSet ignored = new BitSet();
    private int symbol;
    private int shndx;

    ResolveSymbols(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
        lookup = new NameLookup(context);
    }

    Resolved run() {
        context.enter("livepatch_elf_resolve_symbols");
        Checks<ResolveSymbols> each = context.checks(SYMBOLS);
        for (int i = 1; i < elf.symbolCount(); i++) {
            int index = i;
            symbol = i;
            context.at(i);
            context.suspect(
                    Check.SYMBOL_KNOWN,
                    elf.symbolNameAt(i),
                    "st_name of a symbol",
                    () -> mend.symbols().name(index));
            shndx = elf.symbolSection(i);
            each.make(this);
        }
        return new Resolved(ignored, lookup.imports());
    }

    private Made common() {
        if (shndx == Elf.SHN_COMMON) {
            throw context.refuse(
                            Errno.EINVAL,
                            elf.symbolSectionAt(symbol),
                            Message.COMMON_SYMBOL,
                            elf.name(),
                            elf.symbolName(symbol))
                    .mendedBy(mend.symbols().common(symbol));
        }
        return Made.PASSED;
    }

    private Made known() {
        if (shndx != Elf.SHN_UNDEF) {
            return Made.NOTHING;
        }
        String name = elf.symbolName(symbol);
        long value = lookup.addressOf(name);
        if (value == 0) {
            throw context.refuse(Errno.ENOENT, elf.symbolNameAt(symbol), Message.UNKNOWN_SYMBOL, elf.name(), name)
                    .mendedBy(mend.symbols().unknown(symbol));
        }
        context.print(Message.UNDEFINED_SYMBOL_RESOLVED, elf.name(), name, value);
        elf.setSymbolValue(symbol, value);
        return Made.PASSED;
    }

    private Made section() {
        if (shndx == Elf.SHN_ABS) {
            context.print(Message.ABSOLUTE_SYMBOL, elf.name(), elf.symbolName(symbol), elf.symbolValue(symbol));
        }
        if (shndx == Elf.SHN_ABS || shndx == Elf.SHN_UNDEF) {
            return Made.NOTHING;
        }
        boolean reserved = shndx >= Elf.SHN_LORESERVE;
        if (reserved || shndx >= elf.sectionCount()) {
            throw context.refuse(
                            reserved ? Errno.EOPNOTSUPP : Errno.EINVAL,
                            elf.symbolSectionAt(symbol),
                            Message.SYMBOL_SECTION_OUT_OF_BOUNDS,
                            elf.name(),
                            shndx)
                    .mendedBy(mend.symbols().section(symbol));
        }
        defined(elf.section(shndx));
        return Made.PASSED;
    }

    private void defined(Section section) {
        if (section.ignored()) {
            if (context.has(Feature.IGNORED_SYMBOL_REFUSED)) {
                context.print(Message.SYMBOL_IGNORED, elf.name(), elf.symbolName(symbol), section.name());
            }
            ignored.set(symbol);
            return;
        }
        long value = elf.symbolValue(symbol) + section.loadAddr();
        if (context.profile().prints(Message.SYMBOL_RESOLVED)) {
            context.print(Message.SYMBOL_RESOLVED, elf.name(), elf.symbolName(symbol), value, section.name());
        }
        elf.setSymbolValue(symbol, value);
    }
}
