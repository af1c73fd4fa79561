// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;
import static org.xsplice.text.Formats.format;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mends;
import org.xsplice.profile.HookKind;
import org.xsplice.refusal.Check;

/** The hook sections. Models LIVEPATCH_ASSIGN_MULTI_HOOK and _SINGLE_HOOK in xen/common/livepatch.c:prepare_payload. */
final class PrepareHooks {
    private static final Rungs<PrepareHooks> SECTIONS = Rungs.each(rung(Check.HOOK_SIZE, PrepareHooks::size));

    static final List<Rungs<?>> RUNGS = List.of(SECTIONS);

    private static final int POINTER_SIZE = 8;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private HookKind kind;
    private Section section;

    PrepareHooks(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
    }

    Hooks run() {
        context.enter("prepare_payload");
        Checks<PrepareHooks> each = context.checks(SECTIONS);
        Map<HookKind, Hooks.Pointers> pointers = new EnumMap<>(HookKind.class);
        for (HookKind looked : HookKind.values()) {
            Optional<Section> found = elf.sectionByName(looked.section());
            if (found.isPresent()) {
                context.at(looked.ordinal());
                kind = looked;
                section = found.get();
                each.make(this);
                pointers.put(
                        kind,
                        new Hooks.Pointers(section.loadAddr(), Long.divideUnsigned(section.size(), POINTER_SIZE)));
            }
        }
        return new Hooks(pointers);
    }

    private Made size() {
        SectionSizes.requireMultiple(
                context, elf, section, POINTER_SIZE, () -> mend.special().hooks(section.index(), kind.multiple()));
        if (!kind.multiple() && section.size() != POINTER_SIZE) {
            throw context.refuse(
                            Errno.EINVAL,
                            section.at(SectionField.SH_SIZE),
                            format(
                                    "section %s has %s bytes, but must hold one pointer of 8 bytes",
                                    section.name(), Long.toUnsignedString(section.size())))
                    .mendedBy(mend.special().hooks(section.index(), false));
        }
        return Made.PASSED;
    }
}
