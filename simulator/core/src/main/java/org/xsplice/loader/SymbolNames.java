// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** Whether all symbols have names. Models xen/common/livepatch_elf.c:elf_get_sym. */
final class SymbolNames {
    private static final Rungs<SymbolNames> TABLE = Rungs.each(rung(Check.SYMBOLS_FIT, SymbolNames::fit));
    private static final Rungs<SymbolNames> SYMBOLS = Rungs.each(rung(Check.SYMBOL_NAME, SymbolNames::symbolName));

    static final List<Rungs<?>> RUNGS = List.of(TABLE, SYMBOLS);

    /** {@code sizeof(struct livepatch_elf_sym)}. */
    private static final int LIVEPATCH_ELF_SYM_SIZE = 24;
    /** What {@code xzalloc_array} can have at most on the machines that are modelled, in bytes. */
    private static final long HEAP_LIMIT = 512L << 20;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private int symbol;
    private long limit;

    SymbolNames(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
    }

    void run() {
        context.requireMemory(Message.NO_MEMORY_FOR_SYMBOLS, elf.name());
        context.checks(TABLE).make(this);
        context.suspect(
                Check.SYMBOL_NAME,
                elf.symtab().at(SectionField.SH_SIZE),
                "sh_size of the symbol table",
                () -> mend.tables().symbolTableSizeOf(1));
        limit = elf.strtab().size();
        Checks<SymbolNames> each = context.checks(SYMBOLS);
        for (int i = 1; i < elf.symbolCount(); i++) {
            context.at(i);
            symbol = i;
            each.make(this);
        }
    }

    private Made fit() {
        if (Integer.toUnsignedLong(elf.symbolCount()) * LIVEPATCH_ELF_SYM_SIZE > HEAP_LIMIT) {
            throw context.refuse(
                            Errno.ENOMEM,
                            elf.symtab().at(SectionField.SH_SIZE),
                            Message.NO_MEMORY_FOR_SYMBOLS,
                            elf.name())
                    .mendedBy(mend.tables().symbolTableSizeOf(1));
        }
        return Made.PASSED;
    }

    private Made symbolName() {
        if (Long.compareUnsigned(Integer.toUnsignedLong(elf.symbolNameOffset(symbol)), limit) >= 0) {
            throw context.refuse(
                            Errno.EINVAL, elf.symbolNameAt(symbol), Message.SYMBOL_NAME_OUTSIDE, elf.name(), symbol)
                    .mendedBy(mend.symbols().name(symbol));
        }
        return Made.PASSED;
    }
}
