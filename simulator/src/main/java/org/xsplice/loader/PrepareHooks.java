// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.EnumMap;
import java.util.Map;
import org.xsplice.errno.Errno;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** The hook sections. Models LIVEPATCH_ASSIGN_MULTI_HOOK and _SINGLE_HOOK in xen/common/livepatch.c. */
final class PrepareHooks {
    private static final int POINTER_SIZE = 8;

    private final LoadContext context;
    private final LivepatchElf elf;

    PrepareHooks(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
    }

    Hooks run() {
        Map<HookKind, Hooks.Pointers> sections = new EnumMap<>(HookKind.class);
        for (HookKind kind : HookKind.values()) {
            elf.sectionByName(kind.section()).ifPresent(section -> sections.put(kind, pointers(kind, section)));
        }
        return new Hooks(sections);
    }

    private Hooks.Pointers pointers(HookKind kind, Section section) {
        context.at(kind.ordinal());
        if (Long.remainderUnsigned(section.size(), POINTER_SIZE) != 0) {
            throw context.refuse(
                            Check.HOOK_SIZE,
                            Errno.EINVAL,
                            section.at(32),
                            Message.SECTION_SIZE_WRONG,
                            elf.name(),
                            section.size(),
                            section.name(),
                            POINTER_SIZE)
                    .mendedBy(context.mends().special().hooks(section.index(), kind.multiple()));
        }
        context.pass(Check.HOOK_SIZE);
        if (!kind.multiple() && section.size() != POINTER_SIZE) {
            throw context.refuse(
                            Check.HOOK_SIZE,
                            Errno.EINVAL,
                            section.at(32),
                            "section %s has %s bytes; it holds one pointer of 8"
                                    .formatted(section.name(), Long.toUnsignedString(section.size())))
                    .mendedBy(context.mends().special().hooks(section.index(), false));
        }
        return new Hooks.Pointers(section.loadAddr(), Long.divideUnsigned(section.size(), POINTER_SIZE));
    }
}
