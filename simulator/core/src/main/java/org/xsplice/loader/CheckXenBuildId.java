// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;
import static org.xsplice.text.Formats.format;

import java.util.List;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/**
 * Whether the payload was built for this hypervisor, in releases that look before they do anything else with it. Models
 * xen/common/livepatch.c:check_xen_buildid.
 */
final class CheckXenBuildId {
    private static final Rungs<CheckXenBuildId> ID = Rungs.each(
            rung(Check.XEN_DEPENDS_PRESENT, CheckXenBuildId::present),
            rung(Check.XEN_DEPENDS_NOTE, CheckXenBuildId::parsed),
            rung(Check.XEN_BUILD_ID, CheckXenBuildId::equal));

    static final List<Rungs<?>> RUNGS = List.of(ID);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final String name;
    private Section section;
    private BuildIdNote.Descriptor id;

    CheckXenBuildId(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        name = context.profile().xenDependsSection().orElseThrow();
    }

    void run() {
        context.enter("check_xen_buildid");
        context.checks(ID).make(this);
    }

    private Made present() {
        section = elf.sectionByName(name)
                .orElseThrow(() -> context.refuse(
                                Errno.EINVAL, elf.eShoff(), Message.XEN_DEPENDS_MISSING, elf.name(), name)
                        .mendedBy(OtherDialect.mend(context.profile(), elf)
                                .orElseGet(() -> context.mends().special().missing(name))));
        return Made.PASSED;
    }

    private Made parsed() {
        NoteSection note = new NoteSection(context, section);
        NoteSection.Content content = note.read();
        if (content instanceof NoteSection.Wrong wrong) {
            context.print(
                    Message.XEN_DEPENDS_UNPARSED,
                    elf.name(),
                    name,
                    wrong.errno().rc());
            throw section.size() == 0
                    ? context.refuse(Errno.EINVAL, section.at(SectionField.SH_SIZE), "section " + name + " is empty")
                            .mendedBy(context.mends().special().empty(section.index()))
                    : note.refuse(Errno.EINVAL, wrong);
        }
        id = ((NoteSection.Id) content).descriptor();
        return Made.PASSED;
    }

    private Made equal() {
        Hypervisor hypervisor = context.hypervisor();
        ByteString own = hypervisor.image().buildId();
        if (!id.equalTo(hypervisor.memory(), own)) {
            byte[] shown = id.shown(hypervisor.memory());
            context.print(Message.BUILD_ID_MISMATCH, elf.name());
            context.print(Message.PAYLOAD_IS_FOR, shown.length, shown);
            context.print(Message.HYPERVISOR_IS, own.length(), own.toArray());
            throw context.refuse(
                            Errno.EINVAL,
                            section.offset(),
                            format(
                                    "the payload is for the hypervisor %s, but this one is %s",
                                    ByteString.of(shown), own))
                    .mendedBy(context.mends().notes().otherHypervisor(section.index()));
        }
        return Made.PASSED;
    }
}
