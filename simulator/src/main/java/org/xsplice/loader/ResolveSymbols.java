// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** Gives every symbol its address. Models xen/common/livepatch_elf.c:livepatch_elf_resolve_symbols. */
final class ResolveSymbols {
    private final LoadContext context;
    private final LivepatchElf elf;

    ResolveSymbols(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
    }

    void run() {
        context.enter("livepatch_elf_resolve_symbols");
        for (int i = 1; i < elf.symbolCount(); i++) {
            context.at(i);
            int symbol = i;
            context.suspect(
                    Check.SYMBOL_KNOWN,
                    elf.symbolNameAt(i),
                    "st_name of a symbol",
                    () -> context.mends().symbols().name(symbol));
            int shndx = elf.symbolSection(i);
            switch (shndx) {
                case Elf.SHN_COMMON ->
                    throw context.refuse(
                                    Check.SYMBOL_COMMON,
                                    Errno.EINVAL,
                                    elf.symbolSectionAt(i),
                                    Message.COMMON_SYMBOL,
                                    elf.name(),
                                    elf.symbolName(i))
                            .mendedBy(context.mends().symbols().common(i));
                case Elf.SHN_UNDEF -> elf.setSymbolValue(i, undefined(i));
                case Elf.SHN_ABS ->
                    context.print(Message.ABSOLUTE_SYMBOL, elf.name(), elf.symbolName(i), elf.symbolValue(i));
                default -> defined(i, shndx);
            }
        }
        context.pass(Check.SYMBOL_COMMON);
        context.pass(Check.SYMBOL_KNOWN);
        context.pass(Check.SYMBOL_SECTION);
    }

    private long undefined(int symbol) {
        String name = elf.symbolName(symbol);
        long value = lookUp(context, name);
        if (value == 0) {
            throw context.refuse(
                            Check.SYMBOL_KNOWN,
                            Errno.ENOENT,
                            elf.symbolNameAt(symbol),
                            Message.UNKNOWN_SYMBOL,
                            elf.name(),
                            name)
                    .mendedBy(context.mends().symbols().unknown(symbol));
        }
        context.print(Message.UNDEFINED_SYMBOL_RESOLVED, elf.name(), name, value);
        return value;
    }

    /** Looks a name up in the hypervisor, then among the new symbols of loaded payloads; 0 where nobody has it. */
    static long lookUp(LoadContext context, String name) {
        long core = name.isEmpty() ? 0 : context.hypervisor().symbols().addressOf(name);
        if (core != 0) {
            return core;
        }
        long provided = context.loaded().newSymbol(name);
        if (provided != 0) {
            context.uses(new Import(name, provided));
        }
        return provided;
    }

    private void defined(int symbol, int shndx) {
        boolean reserved = shndx >= Elf.SHN_LORESERVE;
        if (reserved || shndx >= elf.sectionCount()) {
            throw context.refuse(
                            Check.SYMBOL_SECTION,
                            reserved ? Errno.EOPNOTSUPP : Errno.EINVAL,
                            elf.symbolSectionAt(symbol),
                            Message.SYMBOL_SECTION_OUT_OF_BOUNDS,
                            elf.name(),
                            shndx)
                    .mendedBy(context.mends().symbols().section(symbol));
        }
        Section section = elf.section(shndx);
        if (section.ignored()) {
            if (context.has(Feature.IGNORED_SYMBOL_REFUSED)) {
                context.print(Message.SYMBOL_IGNORED, elf.name(), elf.symbolName(symbol), section.name());
            }
            elf.ignoreSymbol(symbol);
            return;
        }
        long value = elf.symbolValue(symbol) + section.loadAddr();
        if (context.profile().prints(Message.SYMBOL_RESOLVED)) {
            context.print(Message.SYMBOL_RESOLVED, elf.name(), elf.symbolName(symbol), value, section.name());
        }
        elf.setSymbolValue(symbol, value);
    }
}
