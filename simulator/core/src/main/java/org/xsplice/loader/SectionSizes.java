// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.function.Supplier;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;

/** Whether a section has whole entries, and whether there is what they are about. */
final class SectionSizes {
    private SectionSizes() {}

    /** Models {@code section_ok}. */
    static void requireMultiple(
            LoadContext context, LivepatchElf elf, Section section, int entry, Supplier<Mend> mend) {
        if (Long.remainderUnsigned(section.size(), entry) != 0) {
            throw context.refuse(
                            Errno.EINVAL,
                            section.at(SectionField.SH_SIZE),
                            Message.SECTION_SIZE_WRONG,
                            elf.name(),
                            section.size(),
                            section.name(),
                            entry)
                    .mendedBy(mend.get());
        }
    }

    /** As {@link #requireMultiple}, or in the words that releases before it have for each section. */
    static void requireEntries(
            LoadContext context, LivepatchElf elf, Section section, int entry, Message older, Object... arguments) {
        Supplier<Mend> mend = () -> context.mends().extras().size(section.index(), entry);
        if (context.has(Feature.SECTION_SIZES_WORDED_ALIKE)) {
            requireMultiple(context, elf, section, entry, mend);
        } else if (Long.remainderUnsigned(section.size(), entry) != 0) {
            Object[] all = new Object[arguments.length + 1];
            all[0] = elf.name();
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            throw context.refuse(Errno.EINVAL, section.at(SectionField.SH_SIZE), older, all)
                    .mendedBy(mend.get());
        }
    }

    /** Checks that a payload which has entries about its text has text; where there are no entries, that is enough. */
    static Made requireText(
            LoadContext context, LivepatchElf elf, Section section, PayloadLayout layout, Message withoutText) {
        if (section.size() == 0) {
            return Made.ENOUGH;
        }
        if (layout.textSize() == 0) {
            throw context.refuse(Errno.EINVAL, section.at(SectionField.SH_NAME), withoutText, elf.name())
                    .mendedBy(context.mends().extras().noText(section.index()));
        }
        return Made.PASSED;
    }
}
