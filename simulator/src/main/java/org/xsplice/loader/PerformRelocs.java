// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Mend;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.RefusedException;

/**
 * Applies the relocations of the loaded sections: S + A and S + A - P of the x86-64 psABI, section 4.4. Models
 * xen/common/livepatch_elf.c:livepatch_elf_perform_relocs and xen/arch/x86/livepatch.c:arch_livepatch_perform_rela.
 */
final class PerformRelocs {
    private final LoadContext context;
    private final LivepatchElf elf;
    private final RawPayload raw;
    private final Memory memory;
    private final boolean stnUndefRefused;
    private final boolean ignoredRefused;
    private final int symbolLimit;
    private final Mends mend;
    private Section table;
    private Section base;
    private long entryAt;

    PerformRelocs(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        this.raw = elf.raw();
        this.memory = context.memory();
        stnUndefRefused = context.has(Feature.STN_UNDEF_REFUSED);
        ignoredRefused = context.has(Feature.IGNORED_SYMBOL_REFUSED);
        mend = context.mends();
        symbolLimit = elf.symbolCount() + (context.has(Feature.SYMBOL_INDEX_OFF_BY_ONE) ? 1 : 0);
    }

    void run() {
        context.enter("livepatch_elf_perform_relocs");
        for (int i = 1; i < elf.sectionCount(); i++) {
            Section relocations = elf.section(i);
            int type = relocations.type();
            boolean relocating = type == Elf.SHT_RELA || type == Elf.SHT_REL;
            if (relocating && Integer.compareUnsigned(relocations.info(), elf.sectionCount()) < 0) {
                table = relocations;
                base = elf.section(relocations.info());
                int index = i;
                context.at((long) i << 32);
                context.suspect(
                        Check.RELOCATION_LINK,
                        relocations.at(44),
                        "sh_info of " + relocations.name(),
                        () -> mend.relocations().base(index));
                if (base.has(Elf.SHF_ALLOC)) {
                    section(relocations);
                }
            }
        }
    }

    private void section(Section relocations) {
        if (relocations.link() != elf.symtab().index()) {
            throw context.refuse(
                            Check.RELOCATION_LINK,
                            Errno.EINVAL,
                            relocations.at(40),
                            Message.RELOCATION_LINK_WRONG,
                            elf.name(),
                            relocations.name(),
                            relocations.link(),
                            elf.symtab().index())
                    .mendedBy(mend.relocations().link(relocations.index()));
        }
        context.pass(Check.RELOCATION_LINK);
        boolean rel = relocations.type() == Elf.SHT_REL;
        boolean sizesFirst = context.has(Feature.RELOCATION_SIZES_CHECKED_FIRST);
        if (rel && !sizesFirst) {
            refuseRel(relocations);
        }
        if (relocations.size() == 0) {
            return;
        }
        if (Long.compareUnsigned(relocations.entsize(), rel ? Elf.REL_SIZE : Elf.RELA_SIZE) < 0
                || Long.remainderUnsigned(relocations.size(), relocations.entsize()) != 0) {
            throw context.refuse(
                            Check.RELOCATION_HEADER,
                            Errno.EINVAL,
                            relocations.at(56),
                            Message.RELOCATION_HEADER_CORRUPTED,
                            elf.name())
                    .mendedBy(mend.relocations().header(relocations.index()));
        }
        context.pass(Check.RELOCATION_HEADER);
        if (rel) {
            refuseRel(relocations);
        }
        context.pass(Check.RELOCATION_REL);
        context.enter("arch_livepatch_perform_rela");
        performRela(relocations);
        context.enter("livepatch_elf_perform_relocs");
    }

    private void refuseRel(Section relocations) {
        throw context.refuse(
                        Check.RELOCATION_REL, Errno.EOPNOTSUPP, relocations.at(4), Message.REL_UNSUPPORTED, elf.name())
                .mendedBy(mend.relocations().withoutAddends(relocations.index()));
    }

    private void performRela(Section relocations) {
        long table = relocations.offset();
        long entry = relocations.entsize();
        long count = Long.divideUnsigned(relocations.size(), entry);
        long load = base.loadAddr();
        long size = base.size();
        context.suspect(() -> new Suspect(Check.RELOCATION_SYMBOL, entryAt, "a relocation", symbolMend(entryAt)));
        for (int i = 0; Long.compareUnsigned(Integer.toUnsignedLong(i), count) < 0; i++) {
            long at = table + Integer.toUnsignedLong(i) * entry;
            context.at(((long) relocations.index() << 32) + i + 1);
            entryAt = at;
            long offset = raw.u64(at);
            long info = raw.u64(at + 8);
            int symbol = (int) (info >>> 32);
            checkSymbol(symbol, at);
            long value = raw.u64(at + 16) + symbolValue(symbol);
            switch ((int) info) {
                case Elf.R_X86_64_NONE -> {}
                case Elf.R_X86_64_64 -> {
                    requireWithin(offset, Long.BYTES, size, at);
                    memory.writeLong(load + offset, value);
                }
                case Elf.R_X86_64_PC32, Elf.R_X86_64_PLT32 -> {
                    requireWithin(offset, Integer.BYTES, size, at);
                    long relative = value - (load + offset);
                    memory.writeInt(load + offset, (int) relative);
                    if (relative != (int) relative) {
                        throw overflow(i, at);
                    }
                }
                default ->
                    throw context.refuse(
                                    Check.RELOCATION_TYPE,
                                    Errno.EOPNOTSUPP,
                                    at + 8,
                                    Message.RELOCATION_UNHANDLED,
                                    elf.name(),
                                    info & 0xffffffffL)
                            .mendedBy(mend.relocations().type(relocations.index(), base.index(), at));
            }
        }
        context.pass(Check.RELOCATION_STN_UNDEF);
        context.pass(Check.RELOCATION_SYMBOL);
        context.pass(Check.RELOCATION_IGNORED);
        context.pass(Check.RELOCATION_OFFSET);
        context.pass(Check.RELOCATION_OVERFLOW);
        context.pass(Check.RELOCATION_TYPE);
    }

    private void checkSymbol(int symbol, long at) {
        if (symbol == Elf.STN_UNDEF && stnUndefRefused) {
            throw context.refuse(
                            Check.RELOCATION_STN_UNDEF,
                            Errno.EOPNOTSUPP,
                            at + 12,
                            Message.STN_UNDEF_ENCOUNTERED,
                            elf.name())
                    .mendedBy(symbolMend(at));
        }
        if (Integer.compareUnsigned(symbol, symbolLimit) >= 0) {
            throw context.refuse(
                            Check.RELOCATION_SYMBOL,
                            Errno.EINVAL,
                            at + 12,
                            Message.RELOCATION_SYMBOL_PAST_END,
                            elf.name(),
                            symbol)
                    .mendedBy(symbolMend(at));
        }
        if (ignoredRefused && elf.symbolIgnored(symbol)) {
            throw context.refuse(
                            Check.RELOCATION_IGNORED,
                            Errno.EINVAL,
                            at + 12,
                            Message.RELOCATION_IGNORED_SYMBOL,
                            elf.name(),
                            elf.symbolName(symbol))
                    .mendedBy(mend.relocations().ignored(table.index(), at));
        }
    }

    private Mend symbolMend(long at) {
        return mend.relocations().symbol(table.index(), at);
    }

    /**
     * Returns {@code elf->sym[index].sym->st_value}. Releases that let symbol 0, or the one behind the last, pass follow
     * a pointer that was never set.
     */
    private long symbolValue(int symbol) {
        if (symbol == Elf.STN_UNDEF || symbol == elf.symbolCount()) {
            return memory.readLong(8);
        }
        return elf.symbolValue(symbol);
    }

    private void requireWithin(long offset, int width, long size, long at) {
        if (Long.compareUnsigned(offset, size) >= 0 || Long.compareUnsigned(offset + width, size) > 0) {
            throw context.refuse(
                            Check.RELOCATION_OFFSET,
                            Errno.EINVAL,
                            at,
                            Message.RELOCATION_OFFSET_PAST_END,
                            elf.name(),
                            base.name())
                    .mendedBy(mend.relocations().offset(table.index(), base.index(), at));
        }
    }

    private RefusedException overflow(int index, long at) {
        return context.refuse(
                        Check.RELOCATION_OVERFLOW,
                        Errno.EOVERFLOW,
                        at + 16,
                        Message.RELOCATION_OVERFLOW,
                        elf.name(),
                        index,
                        table.name(),
                        base.name())
                .mendedBy(mend.relocations().overflow(table.index(), base.index(), at));
    }
}
