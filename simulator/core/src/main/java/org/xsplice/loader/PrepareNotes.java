// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import java.util.Optional;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mend;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.RefusedException;

/** The build-id notes. Models the middle part of xen/common/livepatch.c:prepare_payload. */
final class PrepareNotes {
    /**
     * What comes of it.
     *
     * @param buildId the payload's own id
     * @param depends id of what it must be applied on top of
     * @param xenDepends id of the hypervisor that it was built for, in releases with such a note
     */
    record Notes(
            BuildIdNote.Descriptor buildId,
            BuildIdNote.Descriptor depends,
            Optional<BuildIdNote.Descriptor> xenDepends) {}

    private static final Rungs<PrepareNotes> NOTES = Rungs.each(
            rung(Check.BUILD_ID_NOTE, PrepareNotes::buildId),
            rung(Check.DUPLICATE_BUILD_ID, PrepareNotes::unique).with(Feature.DUPLICATE_BUILD_ID_REFUSED),
            rung(Check.DEPENDS_NOTE, PrepareNotes::depends),
            rung(Check.XEN_DEPENDS_NOTE, PrepareNotes::xenDepends)
                    .where(profile -> profile.xenDependsSection().isPresent()));

    static final List<Rungs<?>> RUNGS = List.of(NOTES);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private BuildIdNote.Descriptor buildId;
    private BuildIdNote.Descriptor depends;
    private Optional<BuildIdNote.Descriptor> xenDepends = Optional.empty();

    PrepareNotes(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
    }

    Notes run() {
        context.enter("prepare_payload");
        context.checks(NOTES).make(this);
        return new Notes(buildId, depends, xenDepends);
    }

    private Made buildId() {
        buildId = note(Profile.BUILD_ID_SECTION);
        return Made.PASSED;
    }

    private Made unique() {
        Optional<String> other = context.payloads().withBuildId(context.memory(), buildId);
        if (other.isPresent()) {
            context.print(Message.ALREADY_LOADED_AS, elf.name(), other.get());
            throw context.refuse(
                            Errno.EEXIST,
                            sectionOf(Profile.BUILD_ID_SECTION).offset(),
                            "payload " + other.get() + " has the same build-id")
                    .mendedBy(new Mend.Unload(
                            other.get(), "unload " + other.get() + ", which is the same payload, or build another"));
        }
        return Made.PASSED;
    }

    private Made depends() {
        depends = note(context.profile().dependsSection());
        return Made.PASSED;
    }

    private Made xenDepends() {
        xenDepends = context.profile().xenDependsSection().map(this::note);
        return Made.PASSED;
    }

    private Section sectionOf(String name) {
        return elf.sectionByName(name).orElseThrow();
    }

    private BuildIdNote.Descriptor note(String name) {
        Section section = sectionOf(name);
        if (Long.compareUnsigned(section.size(), Elf.NOTE_HEADER_SIZE) <= 0) {
            throw refuse(section, "is too small for a note");
        }
        context.enter("xen_build_id_check");
        context.suspect(
                context.progress().check(),
                section.at(section.ignored() ? SectionField.SH_FLAGS : SectionField.SH_SIZE),
                (section.ignored() ? "sh_flags of " : "sh_size of ") + section.name(),
                () -> mend.notes().note(section.index()));
        Optional<BuildIdNote.Descriptor> id = BuildIdNote.check(
                context.profile().buildIdCheck(), context.memory(), section.loadAddr(), (int) section.size());
        context.enter("prepare_payload");
        if (id.isEmpty()) {
            throw refuse(section, "does not hold a complete GNU build-id note");
        }
        if (id.get().length() == 0) {
            throw refuse(section, "holds an empty build-id");
        }
        return id.get();
    }

    private RefusedException refuse(Section section, String problem) {
        return context.refuse(Errno.EINVAL, section.offset(), "section " + section.name() + " " + problem)
                .mendedBy(mend.notes().note(section.index()));
    }
}
