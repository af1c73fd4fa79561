// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.inLoop;
import static org.xsplice.loader.Rung.rung;

import java.util.BitSet;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.RelocationField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SymbolField;
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
    private static final Rungs<PerformRelocs> SECTIONS = Rungs.together(
            rung(Check.RELOCATION_LINK, PerformRelocs::link),
            rung(Check.RELOCATION_REL, PerformRelocs::withAddends).without(Feature.RELOCATION_SIZES_CHECKED_FIRST),
            rung(Check.RELOCATION_HEADER, PerformRelocs::header),
            rung(Check.RELOCATION_REL, PerformRelocs::withAddends).with(Feature.RELOCATION_SIZES_CHECKED_FIRST));

    static final Rungs<PerformRelocs> ENTRIES = Rungs.within(
            Rung.<PerformRelocs>inLoop(Check.RELOCATION_STN_UNDEF).with(Feature.STN_UNDEF_REFUSED),
            inLoop(Check.RELOCATION_SYMBOL),
            Rung.<PerformRelocs>inLoop(Check.RELOCATION_IGNORED).with(Feature.IGNORED_SYMBOL_REFUSED),
            inLoop(Check.RELOCATION_TYPE),
            inLoop(Check.RELOCATION_OFFSET),
            inLoop(Check.RELOCATION_OVERFLOW));

    static final List<Rungs<?>> RUNGS = List.of(SECTIONS, ENTRIES);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final BitSet ignoredSymbols;
    private final RawPayload raw;
    private final Memory memory;
    private final int symbolLimit;
    private final Mends mend;
    private final Checks<PerformRelocs> sections;
    private final Checks<PerformRelocs> entries;
    private final long stnUndefRung;
    private final long symbolRung;
    private final long ignoredRung;
    private final long typeRung;
    private final long offsetRung;
    private final long overflowRung;
    private Section table;
    private Section base;
    private long entryAt;

    /**
     * @param elf with its sections loaded and its symbols resolved
     * @param ignoredSymbols those of sections that are not loaded
     */
    PerformRelocs(LoadContext context, LivepatchElf elf, BitSet ignoredSymbols) {
        this.context = context;
        this.elf = elf;
        this.ignoredSymbols = ignoredSymbols;
        raw = elf.raw();
        memory = context.memory();
        mend = context.mends();
        sections = context.checks(SECTIONS);
        entries = context.checks(ENTRIES);
        stnUndefRung = entries.rung(Check.RELOCATION_STN_UNDEF);
        symbolRung = entries.rung(Check.RELOCATION_SYMBOL);
        ignoredRung = entries.rung(Check.RELOCATION_IGNORED);
        typeRung = entries.rung(Check.RELOCATION_TYPE);
        offsetRung = entries.rung(Check.RELOCATION_OFFSET);
        overflowRung = entries.rung(Check.RELOCATION_OVERFLOW);
        symbolLimit = elf.symbolCount() + (context.has(Feature.SYMBOL_INDEX_OFF_BY_ONE) ? 1 : 0);
    }

    void run() {
        context.enter("livepatch_elf_perform_relocs");
        for (int i = 1; i < elf.sectionCount(); i++) {
            Section relocations = elf.section(i);
            int sectionType = relocations.type();
            boolean relocating = sectionType == Elf.SHT_RELA || sectionType == Elf.SHT_REL;
            if (relocating && Integer.compareUnsigned(relocations.info(), elf.sectionCount()) < 0) {
                table = relocations;
                base = elf.section(relocations.info());
                context.at((long) i << 32);
                context.suspect(
                        Check.RELOCATION_LINK,
                        relocations.at(SectionField.SH_INFO),
                        "sh_info of " + relocations.name(),
                        () -> mend.relocations().base(relocations.index()));
                if (base.has(Elf.SHF_ALLOC) && sections.make(this)) {
                    performRela();
                }
            }
        }
    }

    private boolean rel() {
        return table.type() == Elf.SHT_REL;
    }

    private Made link() {
        if (table.link() != elf.symtab().index()) {
            throw context.refuse(
                            Errno.EINVAL,
                            table.at(SectionField.SH_LINK),
                            Message.RELOCATION_LINK_WRONG,
                            elf.name(),
                            table.name(),
                            table.link(),
                            elf.symtab().index())
                    .mendedBy(mend.relocations().link(table.index()));
        }
        return Made.PASSED;
    }

    private Made header() {
        if (table.size() == 0) {
            return Made.ENOUGH;
        }
        if (Long.compareUnsigned(table.entsize(), rel() ? Elf.REL_SIZE : Elf.RELA_SIZE) < 0
                || Long.remainderUnsigned(table.size(), table.entsize()) != 0) {
            throw context.refuse(
                            Errno.EINVAL,
                            table.at(SectionField.SH_ENTSIZE),
                            Message.RELOCATION_HEADER_CORRUPTED,
                            elf.name())
                    .mendedBy(mend.relocations().header(table.index()));
        }
        return Made.PASSED;
    }

    private Made withAddends() {
        if (rel()) {
            throw context.refuse(Errno.EOPNOTSUPP, table.at(SectionField.SH_TYPE), Message.REL_UNSUPPORTED, elf.name())
                    .mendedBy(mend.relocations().withoutAddends(table.index()));
        }
        return Made.PASSED;
    }

    private void performRela() {
        context.enter("arch_livepatch_perform_rela");
        long first = table.offset();
        long stride = table.entsize();
        long count = Long.divideUnsigned(table.size(), stride);
        long load = base.loadAddr();
        long size = base.size();
        context.progress()
                .suspect(() -> new Suspect(Check.RELOCATION_SYMBOL, entryAt, "a relocation", symbolMend(), ""));
        entries.start();
        for (int i = 0; Long.compareUnsigned(Integer.toUnsignedLong(i), count) < 0; i++) {
            long at = first + Integer.toUnsignedLong(i) * stride;
            entryAt = at;
            context.at(((long) table.index() << 32) + i + 1);
            entries.next();
            long offset = raw.u64(RelocationField.R_OFFSET.at(at));
            long info = raw.u64(RelocationField.R_TYPE.at(at));
            int symbol = (int) (info >>> Integer.SIZE);
            requireSymbol(symbol);
            long value = raw.u64(RelocationField.R_ADDEND.at(at)) + symbolValue(symbol);
            entries.begin(typeRung);
            switch ((int) info) {
                case Elf.R_X86_64_NONE -> {}
                case Elf.R_X86_64_64 -> {
                    requireWithin(offset, Long.BYTES, size);
                    memory.writeLong(load + offset, value);
                    entries.begin(overflowRung);
                }
                case Elf.R_X86_64_PC32, Elf.R_X86_64_PLT32 -> {
                    requireWithin(offset, Integer.BYTES, size);
                    long relative = value - (load + offset);
                    memory.writeInt(load + offset, (int) relative);
                    if (entries.begin(overflowRung) && relative != (int) relative) {
                        throw overflow(i);
                    }
                }
                default -> throw unhandled((int) info);
            }
        }
        entries.next();
        context.enter("livepatch_elf_perform_relocs");
    }

    private void requireSymbol(int symbol) {
        if (entries.begin(stnUndefRung) && symbol == Elf.STN_UNDEF) {
            throw refuse(Errno.EOPNOTSUPP, RelocationField.R_SYM, Message.STN_UNDEF_ENCOUNTERED, elf.name())
                    .mendedBy(symbolMend());
        }
        if (entries.begin(symbolRung) && Integer.compareUnsigned(symbol, symbolLimit) >= 0) {
            throw refuse(Errno.EINVAL, RelocationField.R_SYM, Message.RELOCATION_SYMBOL_PAST_END, elf.name(), symbol)
                    .mendedBy(symbolMend());
        }
        if (entries.begin(ignoredRung) && ignoredSymbols.get(symbol)) {
            throw refuse(
                            Errno.EINVAL,
                            RelocationField.R_SYM,
                            Message.RELOCATION_IGNORED_SYMBOL,
                            elf.name(),
                            elf.symbolName(symbol))
                    .mendedBy(mend.relocations().ignored(table.index(), entryAt));
        }
    }

    private RefusedException unhandled(int type) {
        return refuse(
                        Errno.EOPNOTSUPP,
                        RelocationField.R_TYPE,
                        Message.RELOCATION_UNHANDLED,
                        elf.name(),
                        Integer.toUnsignedLong(type))
                .mendedBy(mend.relocations().type(table.index(), base.index(), entryAt));
    }

    private void requireWithin(long offset, int width, long size) {
        if (entries.begin(offsetRung)
                && (Long.compareUnsigned(offset, size) >= 0 || Long.compareUnsigned(offset + width, size) > 0)) {
            throw refuse(
                            Errno.EINVAL,
                            RelocationField.R_OFFSET,
                            Message.RELOCATION_OFFSET_PAST_END,
                            elf.name(),
                            base.name())
                    .mendedBy(mend.relocations().offset(table.index(), base.index(), entryAt));
        }
    }

    /** Refuses a value that does not fit; it has been stored when that is found out. */
    private RefusedException overflow(int entry) {
        return refuse(
                        Errno.EOVERFLOW,
                        RelocationField.R_ADDEND,
                        Message.RELOCATION_OVERFLOW,
                        elf.name(),
                        entry,
                        table.name(),
                        base.name())
                .mendedBy(mend.relocations().overflow(table.index(), base.index(), entryAt));
    }

    private RefusedException refuse(Errno errno, RelocationField field, Message message, Object... arguments) {
        return context.refuse(errno, field.at(entryAt), message, arguments);
    }

    private Mend symbolMend() {
        return mend.relocations().symbol(table.index(), entryAt);
    }

    /**
     * Returns {@code elf->sym[index].sym->st_value}. Releases that let symbol 0, or the one after the last, pass follow
     * a pointer that was never set.
     */
    private long symbolValue(int symbol) {
        if (symbol == Elf.STN_UNDEF || symbol == elf.symbolCount()) {
            return memory.readLong(SymbolField.ST_VALUE.offset());
        }
        return elf.symbolValue(symbol);
    }
}
