// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.Locale;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionHeader;

/** Where a section goes: the regions of xen/common/livepatch.c:move_payload. */
public enum Destination {
    /** Executable. */
    TEXT,
    /** Readable and writable. */
    RW,
    /** Readable. */
    RO,
    /** Not loaded. */
    IGNORED,
    /** Nowhere: what is writable and executable is refused. */
    REFUSED;

    static Destination of(SectionHeader section) {
        if (!section.has(Elf.SHF_ALLOC)) {
            return IGNORED;
        }
        if (section.has(Elf.SHF_EXECINSTR)) {
            return section.has(Elf.SHF_WRITE) ? REFUSED : TEXT;
        }
        return section.has(Elf.SHF_WRITE) ? RW : RO;
    }

    /** Returns the name that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
