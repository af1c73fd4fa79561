// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Alternatives;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.hypervisor.ExceptionTable;
import org.xsplice.machine.Memory;
import org.xsplice.mend.ExtraMends;
import org.xsplice.profile.AlternativeLayout;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;

/**
 * Bug frames, alternatives, exception table and metadata. Models the last part of xen/common/livepatch.c:prepare_payload.
 */
final class PrepareExtras {
    private final LoadContext context;
    private final LivepatchElf elf;
    private final PayloadLayout layout;
    private final Memory memory;
    private final ExtraMends mend;

    PrepareExtras(LoadContext context, LivepatchElf elf, PayloadLayout layout) {
        this.context = context;
        this.elf = elf;
        this.layout = layout;
        this.memory = context.memory();
        this.mend = context.mends().extras();
    }

    BugFrames bugFrames() {
        List<BugFrames.Table> tables = new ArrayList<>();
        for (BugFrames.Kind kind : BugFrames.Kind.values()) {
            int id = kind.ordinal();
            Optional<Section> found = elf.sectionByName(".bug_frames." + id);
            context.at(id);
            found.ifPresent(section -> requireEntries(
                    section, BugFrames.ENTRY_SIZE, Check.BUG_FRAMES_SIZE, Message.BUG_FRAMES_SIZE_WRONG, id));
            tables.add(found.map(s -> new BugFrames.Table(s.loadAddr(), s.size() / BugFrames.ENTRY_SIZE))
                    .orElse(new BugFrames.Table(0, 0)));
        }
        return new BugFrames(tables);
    }

    /** Models {@code section_ok}, or the words that releases before it have for each section. */
    private void requireEntries(Section section, int entry, Check check, Message older, Object... arguments) {
        if (context.has(Feature.SECTION_SIZES_WORDED_ALIKE)) {
            PrepareFunctions.requireMultiple(context, elf, section, entry, check);
        } else if (Long.remainderUnsigned(section.size(), entry) != 0) {
            Object[] all = new Object[arguments.length + 1];
            all[0] = elf.name();
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            throw context.refuse(check, Errno.EINVAL, section.at(32), older, all)
                    .mendedBy(mend.size(section.index(), entry));
        }
        context.pass(check);
    }

    /** Checks the payload's alternatives and applies them: at load time, not when the payload is applied. */
    void alternatives() {
        Optional<Section> found = elf.sectionByName(".altinstructions");
        if (found.isEmpty()) {
            return;
        }
        Section section = found.get();
        int entry = context.profile().alternatives().size();
        requireEntries(section, entry, Check.ALTERNATIVES_SIZE, Message.ALTERNATIVES_SIZE_WRONG, entry);
        boolean bounded = context.has(Feature.ALTERNATIVES_BOUNDED);
        context.suspect(
                bounded ? Check.ALTERNATIVE_ORIG : Check.ALTERNATIVE_REPL,
                section.at(section.ignored() ? 8 : 32),
                (section.ignored() ? "sh_flags of " : "sh_size of ") + section.name(),
                () -> section.ignored() ? mend.load(section.index()) : mend.size(section.index(), entry));
        if (bounded && section.size() == 0) {
            return;
        }
        long start = section.loadAddr();
        long end = start + section.size();
        if (bounded) {
            requireBounds(section, start, end, entry);
        } else {
            for (long at = start; Long.compareUnsigned(at, end) < 0; at += entry) {
                memory.readInt(at);
            }
        }
        AlternativeLayout entries = context.profile().alternatives();
        context.enter(entries.function());
        context.suspect(
                Check.ALTERNATIVE_REPL,
                section.offset(),
                "an entry of " + section.name(),
                () -> mend.applied(section.index(), entries));
        context.hypervisor().printk("alt table %p -> %p", start, end);
        new Alternatives(
                        memory,
                        entries,
                        context.profile().cpu(),
                        true,
                        (ordinal, condition) -> context.profile().strict()
                                ? asserted(section, condition)
                                : context.hypervisor().bugOn(entries.function(), ordinal, condition))
                .apply(start, end);
        context.enter("prepare_payload");
    }

    private static StrictException asserted(Section section, String condition) {
        return new StrictException(
                Quirk.ALTERNATIVE_ASSERTED,
                section.offset(),
                "an entry of " + section.name() + " has " + condition,
                "let the compiler write the entry; its lengths or its feature are impossible");
    }

    private void requireBounds(Section section, long start, long end, int entry) {
        if (layout.textSize() == 0) {
            throw context.refuse(
                            Check.ALTERNATIVES_TEXT,
                            Errno.EINVAL,
                            section.at(0),
                            Message.ALTERNATIVES_WITHOUT_TEXT,
                            elf.name())
                    .mendedBy(mend.noText(section.index()));
        }
        context.pass(Check.ALTERNATIVES_TEXT);
        Section replacement = elf.sectionByName(".altinstr_replacement")
                .orElseThrow(() -> context.refuse(
                                Check.ALTERNATIVES_REPLACEMENT,
                                Errno.EINVAL,
                                elf.eShoff(),
                                Message.ALTERNATIVES_WITHOUT_REPLACEMENT,
                                elf.name())
                        .mendedBy(mend.noReplacement(section.index())));
        context.pass(Check.ALTERNATIVES_REPLACEMENT);
        for (long at = start; Long.compareUnsigned(at, end) < 0; at += entry) {
            long inFile = section.offset() + at - start;
            context.at(at - start);
            long orig = at + AlternativeLayout.ORIG + memory.readInt(at + AlternativeLayout.ORIG);
            int origLength = memory.readByte(at + AlternativeLayout.ORIG_LEN);
            if (outside(orig, origLength, layout.textAddr(), layout.textSize())) {
                throw context.refuse(
                                Check.ALTERNATIVE_ORIG,
                                Errno.EINVAL,
                                inFile,
                                Message.ALTERNATIVE_ORIG_OUTSIDE,
                                elf.name(),
                                orig,
                                origLength,
                                layout.textAddr(),
                                layout.textSize())
                        .mendedBy(mend.range(
                                section.index(),
                                inFile,
                                AlternativeLayout.ORIG,
                                room(orig, layout.textAddr(), layout.textSize())));
            }
            long repl = at + AlternativeLayout.REPL + memory.readInt(at + AlternativeLayout.REPL);
            int replLength = memory.readByte(at + AlternativeLayout.REPL_LEN);
            if (outside(repl, replLength, replacement.loadAddr(), replacement.size())) {
                throw context.refuse(
                                Check.ALTERNATIVE_REPL,
                                Errno.EINVAL,
                                inFile,
                                Message.ALTERNATIVE_REPL_OUTSIDE,
                                elf.name(),
                                repl,
                                replLength,
                                replacement.loadAddr(),
                                replacement.size())
                        .mendedBy(mend.range(
                                section.index(),
                                inFile,
                                AlternativeLayout.REPL,
                                room(repl, replacement.loadAddr(), replacement.size())));
            }
        }
        context.pass(Check.ALTERNATIVE_ORIG);
        context.pass(Check.ALTERNATIVE_REPL);
    }

    /** Returns how many bytes there are from an address to the end of a range; -1 where it is not within. */
    private static long room(long address, long start, long size) {
        long offset = address - start;
        return Long.compareUnsigned(offset, size) <= 0 ? size - offset : -1;
    }

    private static boolean outside(long address, int length, long start, long size) {
        return Long.compareUnsigned(address, start) < 0
                || Long.compareUnsigned(length, size) > 0
                || Long.compareUnsigned(address + length, start + size) > 0;
    }

    ExceptionTable exceptionTable() {
        Optional<Section> found = elf.sectionByName(".ex_table");
        if (found.isEmpty()) {
            return ExceptionTable.none();
        }
        Section section = found.get();
        if (section.size() == 0 && context.has(Feature.EMPTY_EX_TABLE_REFUSED)) {
            throw context.refuse(
                            Check.EX_TABLE_SIZE,
                            Errno.EINVAL,
                            section.at(32),
                            Message.EX_TABLE_SIZE_WRONG,
                            elf.name(),
                            ExceptionTable.ENTRY_SIZE,
                            section.size())
                    .mendedBy(mend.empty(section.index()));
        }
        requireEntries(
                section,
                ExceptionTable.ENTRY_SIZE,
                Check.EX_TABLE_SIZE,
                Message.EX_TABLE_SIZE_WRONG,
                ExceptionTable.ENTRY_SIZE,
                section.size());
        ExceptionTable table = new ExceptionTable(section.loadAddr(), section.loadAddr() + section.size());
        context.enter("sort");
        context.suspect(Check.EX_TABLE_SIZE, section.at(8), "sh_flags of .ex_table", () -> mend.load(section.index()));
        table.sort(memory);
        context.enter("prepare_payload");
        return table;
    }

    Metadata metadata() {
        Optional<Section> found = elf.sectionByName(".modinfo");
        if (found.isEmpty() || !context.has(Feature.METADATA)) {
            return Metadata.none();
        }
        Section section = found.get();
        int length = (int) section.size();
        boolean loaded = !section.ignored();
        context.suspect(
                Check.MODINFO,
                section.at(loaded ? 32 : 8),
                (loaded ? "sh_size" : "sh_flags") + " of .modinfo",
                () -> mend.modinfo(section.index()));
        if (memory.readByte(section.loadAddr() + Integer.toUnsignedLong(length - 1)) != 0) {
            throw context.refuse(
                            Check.MODINFO,
                            Errno.EINVAL,
                            section.offset() + section.size() - 1,
                            Message.METADATA_INCORRECT,
                            elf.name())
                    .mendedBy(mend.modinfo(section.index()));
        }
        context.pass(Check.MODINFO);
        return new Metadata(section.loadAddr(), length);
    }
}
