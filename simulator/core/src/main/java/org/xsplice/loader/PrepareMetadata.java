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

/** The metadata. Models the last part of xen/common/livepatch.c:prepare_payload. */
final class PrepareMetadata {
    static final String SECTION = ".modinfo";

    private static final Rungs<PrepareMetadata> CONTENT = Rungs.each(rung(Check.MODINFO, PrepareMetadata::endsWithNul));

    static final List<Rungs<?>> RUNGS = List.of(CONTENT);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private Section section;

    PrepareMetadata(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
    }

    Metadata run() {
        context.enter("prepare_payload");
        Optional<Section> found = elf.sectionByName(SECTION);
        if (found.isEmpty()) {
            return Metadata.none();
        }
        section = found.get();
        context.checks(CONTENT).make(this);
        return new Metadata(section.loadAddr(), length());
    }

    private int length() {
        return (int) section.size();
    }

    private Made endsWithNul() {
        boolean loaded = !section.ignored();
        context.suspect(
                Check.MODINFO,
                section.at(loaded ? SectionField.SH_SIZE : SectionField.SH_FLAGS),
                (loaded ? "sh_size" : "sh_flags") + " of " + SECTION,
                () -> mend.extras().modinfo(section.index()));
        if (context.memory().readByte(section.loadAddr() + Integer.toUnsignedLong(length() - 1)) != 0) {
            throw context.refuse(
                            Errno.EINVAL, section.offset() + section.size() - 1, Message.METADATA_INCORRECT, elf.name())
                    .mendedBy(mend.extras().modinfo(section.index()));
        }
        return Made.PASSED;
    }
}
