// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** The symbols that a payload brings. Models xen/common/livepatch.c:build_symbol_table. */
final class BuildSymbolTable {
    private static final Rungs<BuildSymbolTable> SYMBOLS =
            Rungs.each(rung(Check.NEW_SYMBOL, BuildSymbolTable::overridesOrNew));

    static final List<Rungs<?>> RUNGS = List.of(SYMBOLS);

    /** {@code KSYM_NAME_LEN}, with the NUL. */
    private static final int KSYM_NAME_LEN = 128;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final List<PatchFunction> functions;
    private final Set<Long> newAddresses = new TreeSet<>();
    private final List<PayloadSymbol> symbols = new ArrayList<>();
    private int symbol;

    BuildSymbolTable(LoadContext context, LivepatchElf elf, List<PatchFunction> functions) {
        this.context = context;
        this.elf = elf;
        this.functions = functions;
    }

    List<PayloadSymbol> run() {
        context.enter("build_symbol_table");
        if (context.hypervisor().allocations().fails()
                | context.hypervisor().allocations().fails()) {
            throw LoadContext.noMemory("the hypervisor has no memory for the payload's own symbols");
        }
        functions.forEach(f -> newAddresses.add(f.newAddr()));
        Checks<BuildSymbolTable> each = context.checks(SYMBOLS);
        for (int i = 1; i < elf.symbolCount(); i++) {
            context.at(i);
            symbol = i;
            if (isPayloadSymbol()) {
                each.make(this);
            }
        }
        return List.copyOf(symbols);
    }

    /** Models {@code is_payload_symbol}. */
    private boolean isPayloadSymbol() {
        if (!elf.symbolOfLoadedSection(symbol)) {
            return false;
        }
        String name = elf.symbolName(symbol);
        boolean mergeable = elf.section(elf.symbolSection(symbol)).has(Elf.SHF_MERGE);
        return !name.isEmpty() && !(mergeable && name.startsWith(".L"));
    }

    private Made overridesOrNew() {
        String whole = elf.symbolName(symbol);
        String name = whole.length() < KSYM_NAME_LEN ? whole : whole.substring(0, KSYM_NAME_LEN - 1);
        long value = elf.symbolValue(symbol);
        boolean overriding = newAddresses.contains(value);
        if (!overriding) {
            requireUnknown(name);
        }
        context.print(overriding ? Message.OVERRIDING_SYMBOL : Message.NEW_SYMBOL, elf.name(), name);
        symbols.add(new PayloadSymbol(name, value, (int) elf.symbolSize(symbol), !overriding));
        return Made.PASSED;
    }

    private void requireUnknown(String name) {
        boolean inCore = context.has(Feature.NEW_SYMBOLS_CHECKED_AGAINST_CORE)
                && context.hypervisor().symbols().addressOf(name) != 0;
        if (inCore || context.payloads().newSymbol(name) != 0) {
            throw context.refuse(Errno.EEXIST, elf.symbolNameAt(symbol), Message.DUPLICATE_NEW_SYMBOL, elf.name(), name)
                    .mendedBy(context.mends().symbols().taken(symbol, elf.name()));
        }
    }
}
