// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.refusal.RefusedException;

/**
 * A section that holds a build-id note. Models what xen/common/livepatch.c does with each of them: in older releases in
 * prepare_payload, since 86d09d16dd in parse_buildid.
 */
record NoteSection(LoadContext context, Section section) {
    /** What the section holds. */
    sealed interface Content {}

    /** A build-id. */
    record Id(BuildIdNote.Descriptor descriptor) implements Content {}

    /**
     * No build-id.
     *
     * @param errno what the release says of it, where it keeps the difference
     * @param problem for people; what the section is or does
     */
    record Wrong(Errno errno, String problem) implements Content {}

    /** Reads it. */
    Content read() {
        if (Long.compareUnsigned(section.size(), Elf.NOTE_HEADER_SIZE) <= 0) {
            return new Wrong(Errno.EINVAL, "is too small for a note");
        }
        String function = context.progress().function();
        context.enter("xen_build_id_check");
        context.suspect(
                context.progress().check(),
                section.at(section.ignored() ? SectionField.SH_FLAGS : SectionField.SH_SIZE),
                (section.ignored() ? "sh_flags of " : "sh_size of ") + section.name(),
                () -> context.mends().notes().note(section.index()));
        BuildIdNote.Result found = BuildIdNote.check(
                context.profile().buildIdCheck(), context.memory(), section.loadAddr(), (int) section.size());
        context.enter(function);
        if (found instanceof BuildIdNote.Result.Refused refused) {
            return new Wrong(refused.errno(), "does not hold a complete GNU build-id note");
        }
        BuildIdNote.Descriptor id = (BuildIdNote.Descriptor) found;
        return id.length() == 0 ? new Wrong(Errno.EINVAL, "holds an empty build-id") : new Id(id);
    }

    /** Makes the exception for a section that is wrong, with what would mend it. */
    RefusedException refuse(Errno errno, Wrong wrong) {
        return context.refuse(errno, section.offset(), "section " + section.name() + " " + wrong.problem())
                .mendedBy(context.mends().notes().note(section.index()));
    }
}
