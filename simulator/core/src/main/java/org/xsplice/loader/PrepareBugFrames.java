// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** The bug frames. Models a part of xen/common/livepatch.c:prepare_payload. */
final class PrepareBugFrames {
    private static final Rungs<PrepareBugFrames> SECTIONS =
            Rungs.each(rung(Check.BUG_FRAMES_SIZE, PrepareBugFrames::size));

    static final List<Rungs<?>> RUNGS = List.of(SECTIONS);

    private final LoadContext context;
    private final LivepatchElf elf;
    private int id;
    private Section section;

    PrepareBugFrames(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
    }

    /** Returns the name of the section with the frames of a kind. */
    static String sectionName(BugFrames.Kind kind) {
        return ".bug_frames." + kind.ordinal();
    }

    BugFrames run() {
        context.enter("prepare_payload");
        Checks<PrepareBugFrames> each = context.checks(SECTIONS);
        List<BugFrames.Table> tables = new ArrayList<>();
        for (BugFrames.Kind kind : BugFrames.Kind.values()) {
            id = kind.ordinal();
            context.at(id);
            Optional<Section> found = elf.sectionByName(sectionName(kind));
            if (found.isPresent()) {
                section = found.get();
                each.make(this);
                tables.add(new BugFrames.Table(section.loadAddr(), section.size() / BugFrames.ENTRY_SIZE));
            } else {
                tables.add(new BugFrames.Table(0, 0));
            }
        }
        return new BugFrames(tables);
    }

    private Made size() {
        SectionSizes.requireEntries(context, elf, section, BugFrames.ENTRY_SIZE, Message.BUG_FRAMES_SIZE_WRONG, id);
        return Made.PASSED;
    }
}
