// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import java.util.Optional;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Alternatives;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Mends;
import org.xsplice.profile.AlternativeLayout;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;

/**
 * Checks the payload's alternatives and applies them: at load time, not when the payload is applied. Models a part of
 * xen/common/livepatch.c:prepare_payload.
 */
final class PrepareAlternatives {
    static final String SECTION = ".altinstructions";
    static final String REPLACEMENT = ".altinstr_replacement";

    private static final Rungs<PrepareAlternatives> SIZE =
            Rungs.each(rung(Check.ALTERNATIVES_SIZE, PrepareAlternatives::size));
    private static final Rungs<PrepareAlternatives> BOUNDS = Rungs.each(
            rung(Check.ALTERNATIVES_TEXT, PrepareAlternatives::text).with(Feature.ALTERNATIVES_BOUNDED),
            rung(Check.ALTERNATIVES_REPLACEMENT, PrepareAlternatives::findReplacement)
                    .with(Feature.ALTERNATIVES_BOUNDED));
    private static final Rungs<PrepareAlternatives> ENTRIES = Rungs.together(
            rung(Check.ALTERNATIVE_ORIG, PrepareAlternatives::orig).with(Feature.ALTERNATIVES_BOUNDED),
            rung(Check.ALTERNATIVE_REPL, PrepareAlternatives::repl).with(Feature.ALTERNATIVES_BOUNDED),
            rung(Check.ALTERNATIVE_REPL, PrepareAlternatives::touch).without(Feature.ALTERNATIVES_BOUNDED));

    static final List<Rungs<?>> RUNGS = List.of(SIZE, BOUNDS, ENTRIES, AlternativeErrors.CONDITIONS);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final PayloadLayout layout;
    private final Memory memory;
    private final Mends mend;
    private final AlternativeLayout entries;
    private Section section;
    private Section replacement;
    private long at;

    PrepareAlternatives(LoadContext context, LivepatchElf elf, PayloadLayout layout) {
        this.context = context;
        this.elf = elf;
        this.layout = layout;
        memory = context.memory();
        mend = context.mends();
        entries = context.profile().alternatives();
    }

    void run() {
        context.enter("prepare_payload");
        Optional<Section> found = elf.sectionByName(SECTION);
        if (found.isPresent()) {
            section = found.get();
            context.checks(SIZE).make(this);
            Checks<PrepareAlternatives> each = context.checks(ENTRIES);
            context.suspect(
                    each.first(),
                    section.at(section.ignored() ? SectionField.SH_FLAGS : SectionField.SH_SIZE),
                    (section.ignored() ? "sh_flags of " : "sh_size of ") + section.name(),
                    () -> section.ignored()
                            ? mend.extras().load(section.index())
                            : mend.extras().size(section.index(), entries.size()));
            if (context.checks(BOUNDS).make(this)) {
                for (at = start(); Long.compareUnsigned(at, end()) < 0; at += entries.size()) {
                    each.make(this);
                }
                apply();
            }
        }
    }

    private long start() {
        return section.loadAddr();
    }

    private long end() {
        return section.loadAddr() + section.size();
    }

    private Made size() {
        SectionSizes.requireEntries(
                context, elf, section, entries.size(), Message.ALTERNATIVES_SIZE_WRONG, entries.size());
        return Made.PASSED;
    }

    private Made text() {
        return SectionSizes.requireText(context, elf, section, layout, Message.ALTERNATIVES_WITHOUT_TEXT);
    }

    private Made findReplacement() {
        replacement = elf.sectionByName(REPLACEMENT)
                .orElseThrow(() -> context.refuse(
                                Errno.EINVAL, elf.eShoff(), Message.ALTERNATIVES_WITHOUT_REPLACEMENT, elf.name())
                        .mendedBy(mend.extras().noReplacement(section.index())));
        return Made.PASSED;
    }

    private Made orig() {
        context.at(at - start());
        requireWithin(
                AlternativeLayout.ORIG,
                AlternativeLayout.ORIG_LEN,
                layout.textAddr(),
                layout.textSize(),
                Message.ALTERNATIVE_ORIG_OUTSIDE);
        return Made.PASSED;
    }

    private Made repl() {
        requireWithin(
                AlternativeLayout.REPL,
                AlternativeLayout.REPL_LEN,
                replacement.loadAddr(),
                replacement.size(),
                Message.ALTERNATIVE_REPL_OUTSIDE);
        return Made.PASSED;
    }

    /** Reads the entry; what the release compares it with is always so. */
    private Made touch() {
        memory.readInt(at);
        return Made.NOTHING;
    }

    private void requireWithin(int field, int lengthField, long start, long size, Message outside) {
        long inFile = section.offset() + at - start();
        long address = at + field + memory.readInt(at + field);
        int length = memory.readByte(at + lengthField);
        if (Long.compareUnsigned(address, start) < 0
                || Long.compareUnsigned(length, size) > 0
                || Long.compareUnsigned(address + length, start + size) > 0) {
            throw context.refuse(Errno.EINVAL, inFile, outside, elf.name(), address, length, start, size)
                    .mendedBy(mend.extras().range(section.index(), inFile, field, room(address, start, size)));
        }
    }

    /** Returns how many bytes lie between an address and the end of a range; -1 if it is outside. */
    private static long room(long address, long start, long size) {
        long offset = address - start;
        return Long.compareUnsigned(offset, size) <= 0 ? size - offset : -1;
    }

    private void apply() {
        context.enter(entries.function());
        context.suspect(
                Check.ALTERNATIVE_REPL,
                section.offset(),
                "an entry of " + section.name(),
                () -> mend.extras().applied(section.index(), entries));
        context.hypervisor().printk("alt table %p -> %p", start(), end());
        new Alternatives(memory, context.hypervisor().symbols(), context.profile(), true, watcher())
                .apply(start(), end());
        context.enter("prepare_payload");
    }

    /** Impossible entries are a BUG, or since aa5a06d5d6 refused. */
    private Alternatives.Watcher watcher() {
        return context.has(Feature.ALTERNATIVE_ERRORS)
                ? new AlternativeErrors(context, elf, section)
                : new Alternatives.Watcher() {
                    @Override
                    public void tested(
                            Alternatives.Condition condition, boolean holds, long orig, int value, int limit) {
                        context.enter(entries.function());
                        if (!holds) {
                            throw bug(condition);
                        }
                    }

                    @Override
                    public void poking() {
                        context.enter(entries.padded() ? "text_poke" : entries.function());
                    }
                };
    }

    private RuntimeException bug(Alternatives.Condition condition) {
        return context.profile().strict()
                ? new StrictException(
                        Quirk.ALTERNATIVE_ASSERTED,
                        section.offset(),
                        "an entry of " + section.name() + " has " + condition.broken(),
                        "build the payload again: the lengths or the feature of the entry are impossible")
                : context.hypervisor().bugOn(entries.function(), condition.ordinal(), condition.broken());
    }
}
