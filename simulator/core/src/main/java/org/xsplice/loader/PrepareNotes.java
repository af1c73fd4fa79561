// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import java.util.Optional;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Feature;
import org.xsplice.profile.LoadStep;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/** The build-id notes. Models the middle part of xen/common/livepatch.c:prepare_payload. */
final class PrepareNotes {
    /**
     * What comes of it.
     *
     * @param buildId the payload's own id
     * @param depends id of what it must be applied on top of
     * @param xenDepends id of the hypervisor that it was built for, in releases that keep it
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
                    .where(profile -> profile.has(LoadStep.XEN_BUILD_ID_DEP)));

    static final List<Rungs<?>> RUNGS = List.of(NOTES);

    private final LoadContext context;
    private final LivepatchElf elf;
    private BuildIdNote.Descriptor buildId;
    private BuildIdNote.Descriptor depends;
    private Optional<BuildIdNote.Descriptor> xenDepends = Optional.empty();

    PrepareNotes(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
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
        NoteSection note = new NoteSection(context, sectionOf(name));
        NoteSection.Content content = note.read();
        if (content instanceof NoteSection.Wrong wrong) {
            throw note.refuse(context.has(Feature.NOTE_ERRORS_KEPT) ? wrong.errno() : Errno.EINVAL, wrong);
        }
        return ((NoteSection.Id) content).descriptor();
    }
}
