// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Optional;
import org.xsplice.errno.Errno;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** Whether the sections that live patching needs are there. */
final class SectionChecks {
    private final LoadContext context;
    private final LivepatchElf elf;

    SectionChecks(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
    }

    /** Models xen/common/livepatch.c:check_special_sections. */
    void special() {
        context.enter("check_special_sections");
        long number = 0;
        for (String name : context.profile().specialSections()) {
            context.at(++number);
            Optional<Section> section = elf.sectionByName(name);
            if (section.isEmpty()) {
                throw context.refuse(
                                Check.SPECIAL_SECTION_PRESENT,
                                Errno.EINVAL,
                                elf.eShoff(),
                                Message.SECTION_MISSING,
                                elf.name(),
                                name)
                        .mendedBy(OtherDialect.mend(context.profile(), elf)
                                .orElseGet(() -> context.mends().special().missing(name)));
            }
            requireFilled(section.get(), Check.SPECIAL_SECTION_FILLED);
        }
        context.pass(Check.SPECIAL_SECTION_PRESENT);
        context.pass(Check.SPECIAL_SECTION_FILLED);
    }

    /** Models xen/common/livepatch.c:check_patching_sections. */
    void patching() {
        context.enter("check_patching_sections");
        boolean found = false;
        long number = 0;
        for (String name : context.profile().patchingSections()) {
            context.at(++number);
            Optional<Section> section = elf.sectionByName(name);
            if (section.isPresent()) {
                requireFilled(section.get(), Check.PATCHING_SECTION_FILLED);
                found = true;
            } else {
                context.print(Message.PATCHING_SECTION_MISSING, elf.name(), name);
            }
        }
        context.pass(Check.PATCHING_SECTION_FILLED);
        if (!found) {
            throw context.refuse(
                            Check.SOMETHING_TO_PATCH, Errno.EINVAL, elf.eShoff(), Message.NOTHING_TO_PATCH, elf.name())
                    .mendedBy(
                            context.mends().special().missing(context.profile().functionSection()));
        }
        context.pass(Check.SOMETHING_TO_PATCH);
    }

    private void requireFilled(Section section, Check check) {
        if (section.size() == 0) {
            throw context.refuse(check, Errno.EINVAL, section.at(32), Message.SECTION_EMPTY, elf.name(), section.name())
                    .mendedBy(context.mends().special().empty(section.index()));
        }
    }
}
