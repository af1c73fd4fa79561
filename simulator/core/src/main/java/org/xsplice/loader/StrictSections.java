// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.SectionField;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;

/** What strict mode refuses of a payload's sections, once the hypervisor has accepted them. */
final class StrictSections {
    private final Profile profile;
    private final LivepatchElf elf;

    StrictSections(Profile profile, LivepatchElf elf) {
        this.profile = profile;
        this.elf = elf;
    }

    /**
     * Looks at all of them.
     *
     * @throws StrictException if one would do harm
     */
    void require(PrepareNotes.Notes notes) {
        requireOnce();
        requireWithin(Profile.BUILD_ID_SECTION, notes.buildId());
        requireWithin(profile.dependsSection(), notes.depends());
        notes.xenDepends()
                .ifPresent(id -> requireWithin(profile.xenDependsSection().orElseThrow(), id));
    }

    private void requireOnce() {
        List<String> known = known();
        for (int i = 1; i < elf.sectionCount(); i++) {
            Section section = elf.section(i);
            if (known.contains(section.name())
                    && elf.sectionByName(section.name()).orElseThrow().index() != i) {
                throw new StrictException(
                        Quirk.SECTION_TWICE,
                        section.at(SectionField.SH_NAME),
                        "section [" + i + "] is a second " + section.name(),
                        "join the sections of that name when linking");
            }
        }
    }

    /** Returns the names that the hypervisor looks for. */
    private List<String> known() {
        List<String> names = new ArrayList<>(profile.specialSections());
        names.addAll(profile.patchingSections());
        names.addAll(List.of(
                PrepareAlternatives.SECTION,
                PrepareAlternatives.REPLACEMENT,
                PrepareExceptionTable.SECTION,
                PrepareMetadata.SECTION));
        for (BugFrames.Kind kind : BugFrames.Kind.values()) {
            names.add(PrepareBugFrames.sectionName(kind));
        }
        return names;
    }

    private void requireWithin(String name, BuildIdNote.Descriptor id) {
        Section section = elf.sectionByName(name).orElseThrow();
        long end = id.address() + Integer.toUnsignedLong(id.length());
        if (Long.compareUnsigned(end - section.loadAddr(), section.size()) > 0) {
            throw new StrictException(
                    Quirk.NOTE_PADDING,
                    section.offset(),
                    "the id in " + name + " ends beyond its section",
                    "pad the note's name to a multiple of 4 bytes");
        }
    }
}
