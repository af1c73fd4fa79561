// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Optional;
import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.RefusedException;

/** The build-id notes. Models the middle part of xen/common/livepatch.c:prepare_payload. */
final class PrepareNotes {
    private final LoadContext context;
    private final LivepatchElf elf;

    PrepareNotes(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
    }

    /** Reads the payload's own id. */
    BuildIdNote.Descriptor buildId() {
        BuildIdNote.Descriptor id = note(Profile.BUILD_ID_SECTION, Check.BUILD_ID_NOTE);
        if (context.has(Feature.DUPLICATE_BUILD_ID_REFUSED)) {
            Optional<String> other = context.loaded().withBuildId(id);
            if (other.isPresent()) {
                context.print(Message.ALREADY_LOADED_AS, elf.name(), other.get());
                throw context.refuse(
                                Check.DUPLICATE_BUILD_ID,
                                Errno.EEXIST,
                                sectionOf(Profile.BUILD_ID_SECTION).offset(),
                                "payload " + other.get() + " has the same build-id")
                        .mendedBy(new Mend.Unload(
                                other.get(),
                                "unload " + other.get() + ", which is the same payload, or build another"));
            }
            context.pass(Check.DUPLICATE_BUILD_ID);
        }
        return id;
    }

    /** Reads the id of what the payload stacks on. */
    BuildIdNote.Descriptor depends() {
        return note(context.profile().dependsSection(), Check.DEPENDS_NOTE);
    }

    /** Reads the id of the hypervisor the payload was built for, in releases that have it. */
    Optional<BuildIdNote.Descriptor> xenDepends() {
        return context.profile().xenDependsSection().map(section -> note(section, Check.XEN_DEPENDS_NOTE));
    }

    private Section sectionOf(String name) {
        return elf.sectionByName(name).orElseThrow();
    }

    private BuildIdNote.Descriptor note(String name, Check check) {
        Section section = sectionOf(name);
        if (Long.compareUnsigned(section.size(), Elf.NOTE_HEADER_SIZE) <= 0) {
            throw refuse(check, section, "is too small for a note");
        }
        context.enter("xen_build_id_check");
        context.suspect(
                check,
                section.at(section.ignored() ? 8 : 32),
                (section.ignored() ? "sh_flags of " : "sh_size of ") + section.name(),
                () -> context.mends().notes().note(section.index()));
        Optional<BuildIdNote.Descriptor> id = BuildIdNote.check(
                context.profile().buildIdCheck(), context.memory(), section.loadAddr(), (int) section.size());
        context.enter("prepare_payload");
        if (id.isEmpty()) {
            throw refuse(check, section, "does not hold a GNU build-id note that fits into it");
        }
        if (id.get().length() == 0) {
            throw refuse(check, section, "holds a build-id of no bytes");
        }
        context.pass(check);
        return id.get();
    }

    private RefusedException refuse(Check check, Section section, String problem) {
        return context.refuse(check, Errno.EINVAL, section.offset(), "section " + section.name() + " " + problem)
                .mendedBy(context.mends().notes().note(section.index()));
    }
}
