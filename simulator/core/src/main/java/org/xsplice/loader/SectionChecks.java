// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import java.util.Optional;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** Whether the sections that live patching needs are there. */
final class SectionChecks {
    private static final Rungs<SectionChecks> SPECIAL_SECTIONS = Rungs.together(
            rung(Check.SPECIAL_SECTION_PRESENT, SectionChecks::present),
            rung(Check.SPECIAL_SECTION_FILLED, SectionChecks::filled));
    private static final Rungs<SectionChecks> PATCHING_SECTIONS =
            Rungs.each(rung(Check.PATCHING_SECTION_FILLED, SectionChecks::patchingFilled));
    private static final Rungs<SectionChecks> SOMETHING =
            Rungs.each(rung(Check.SOMETHING_TO_PATCH, SectionChecks::somethingToPatch));

    static final List<Rungs<?>> SPECIAL = List.of(SPECIAL_SECTIONS);
    static final List<Rungs<?>> PATCHING = List.of(PATCHING_SECTIONS, SOMETHING);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private String name = "";
    private Optional<Section> section = Optional.empty();
    private boolean found;

    SectionChecks(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
    }

    /** Models xen/common/livepatch.c:check_special_sections. */
    void special() {
        context.enter("check_special_sections");
        makeOfEach(context.profile().specialSections(), context.checks(SPECIAL_SECTIONS));
    }

    /** Models xen/common/livepatch.c:check_patching_sections. */
    void patching() {
        context.enter("check_patching_sections");
        makeOfEach(context.profile().patchingSections(), context.checks(PATCHING_SECTIONS));
        context.checks(SOMETHING).make(this);
    }

    private void makeOfEach(List<String> names, Checks<SectionChecks> checks) {
        for (int i = 0; i < names.size(); i++) {
            context.at(i + 1L);
            name = names.get(i);
            section = elf.sectionByName(name);
            checks.make(this);
        }
    }

    private Made present() {
        if (section.isEmpty()) {
            throw context.refuse(Errno.EINVAL, elf.eShoff(), Message.SECTION_MISSING, elf.name(), name)
                    .mendedBy(OtherDialect.mend(context.profile(), elf)
                            .orElseGet(() -> mend.special().missing(name)));
        }
        return Made.PASSED;
    }

    private Made filled() {
        Section there = section.orElseThrow();
        if (there.size() == 0) {
            throw context.refuse(
                            Errno.EINVAL,
                            there.at(SectionField.SH_SIZE),
                            Message.SECTION_EMPTY,
                            elf.name(),
                            there.name())
                    .mendedBy(mend.special().empty(there.index()));
        }
        return Made.PASSED;
    }

    private Made patchingFilled() {
        if (section.isEmpty()) {
            context.print(Message.PATCHING_SECTION_MISSING, elf.name(), name);
            return Made.NOTHING;
        }
        found = true;
        return filled();
    }

    private Made somethingToPatch() {
        if (!found) {
            throw context.refuse(Errno.EINVAL, elf.eShoff(), Message.NOTHING_TO_PATCH, elf.name())
                    .mendedBy(mend.special().missing(context.profile().functionSection()));
        }
        return Made.PASSED;
    }
}
