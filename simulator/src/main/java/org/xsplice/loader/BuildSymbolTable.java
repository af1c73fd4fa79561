// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;

/** The symbols that a payload brings. Models xen/common/livepatch.c:build_symbol_table. */
final class BuildSymbolTable {
    /** {@code KSYM_NAME_LEN}, with the NUL. */
    private static final int KSYM_NAME_LEN = 128;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final List<PatchFunction> functions;

    BuildSymbolTable(LoadContext context, LivepatchElf elf, List<PatchFunction> functions) {
        this.context = context;
        this.elf = elf;
        this.functions = functions;
    }

    List<PayloadSymbol> run() {
        context.enter("build_symbol_table");
        if (context.hypervisor().allocations().fails()
                | context.hypervisor().allocations().fails()) {
            throw context.refuse(
                    Check.MEMORY, Errno.ENOMEM, Refusal.NOWHERE, "there is no memory for the payload's own symbols");
        }
        Set<Long> newAddresses = new TreeSet<>();
        functions.forEach(f -> newAddresses.add(f.newAddr()));
        List<PayloadSymbol> symbols = new ArrayList<>();
        for (int i = 1; i < elf.symbolCount(); i++) {
            context.at(i);
            if (isPayloadSymbol(i)) {
                symbols.add(symbol(i, newAddresses));
            }
        }
        context.pass(Check.NEW_SYMBOL);
        return symbols;
    }

    /** Models {@code is_payload_symbol}. */
    private boolean isPayloadSymbol(int symbol) {
        if (!elf.symbolOfLoadedSection(symbol)) {
            return false;
        }
        String name = elf.symbolName(symbol);
        boolean mergeable = elf.section(elf.symbolSection(symbol)).has(Elf.SHF_MERGE);
        return !name.isEmpty() && !(mergeable && name.startsWith(".L"));
    }

    private PayloadSymbol symbol(int index, Set<Long> newAddresses) {
        String whole = elf.symbolName(index);
        String name = whole.length() < KSYM_NAME_LEN ? whole : whole.substring(0, KSYM_NAME_LEN - 1);
        long value = elf.symbolValue(index);
        boolean overriding = newAddresses.contains(value);
        if (overriding) {
            context.print(Message.OVERRIDING_SYMBOL, elf.name(), name);
        } else {
            requireUnknown(index, name);
            context.print(Message.NEW_SYMBOL, elf.name(), name);
        }
        return new PayloadSymbol(name, value, (int) elf.symbolSize(index), !overriding);
    }

    private void requireUnknown(int index, String name) {
        boolean inCore = context.has(Feature.NEW_SYMBOLS_CHECKED_AGAINST_CORE)
                && context.hypervisor().symbols().addressOf(name) != 0;
        if (inCore || context.loaded().newSymbol(name) != 0) {
            throw context.refuse(
                            Check.NEW_SYMBOL,
                            Errno.EEXIST,
                            elf.symbolNameAt(index),
                            Message.DUPLICATE_NEW_SYMBOL,
                            elf.name(),
                            name)
                    .mendedBy(context.mends().symbols().taken(index, elf.name()));
        }
    }
}
