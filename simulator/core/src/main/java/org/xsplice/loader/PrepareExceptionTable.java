// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import java.util.Optional;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.ExceptionTable;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** The exception table. Models a part of xen/common/livepatch.c:prepare_payload. */
final class PrepareExceptionTable {
    static final String SECTION = ".ex_table";

    private static final Rungs<PrepareExceptionTable> SIZE =
            Rungs.each(rung(Check.EX_TABLE_SIZE, PrepareExceptionTable::size));

    static final List<Rungs<?>> RUNGS = List.of(SIZE);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private Section section;

    PrepareExceptionTable(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
    }

    ExceptionTable run() {
        context.enter("prepare_payload");
        Optional<Section> found = elf.sectionByName(SECTION);
        if (found.isEmpty()) {
            return ExceptionTable.none();
        }
        section = found.get();
        context.checks(SIZE).make(this);
        ExceptionTable table = new ExceptionTable(section.loadAddr(), section.loadAddr() + section.size());
        context.enter("sort");
        context.suspect(
                Check.EX_TABLE_SIZE,
                section.at(SectionField.SH_FLAGS),
                "sh_flags of " + SECTION,
                () -> mend.extras().load(section.index()));
        table.sort(context.memory());
        context.enter("prepare_payload");
        return table;
    }

    private Made size() {
        if (section.size() == 0 && context.has(Feature.EMPTY_EX_TABLE_REFUSED)) {
            throw context.refuse(
                            Errno.EINVAL,
                            section.at(SectionField.SH_SIZE),
                            Message.EX_TABLE_SIZE_WRONG,
                            elf.name(),
                            ExceptionTable.ENTRY_SIZE,
                            section.size())
                    .mendedBy(mend.extras().empty(section.index()));
        }
        SectionSizes.requireEntries(
                context,
                elf,
                section,
                ExceptionTable.ENTRY_SIZE,
                Message.EX_TABLE_SIZE_WRONG,
                ExceptionTable.ENTRY_SIZE,
                section.size());
        return Made.PASSED;
    }
}
