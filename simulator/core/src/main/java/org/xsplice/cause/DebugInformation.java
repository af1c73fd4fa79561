// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.mend.Evidence;

/** The payload is too large because of what debuggers want. */
final class DebugInformation {
    private DebugInformation() {}

    static Optional<Cause> in(ElfBytes file) {
        Evidence evidence = new Evidence(file);
        long size = evidence.sections()
                .filter(i -> !evidence.section(i).has(Elf.SHF_ALLOC))
                .filter(i -> evidence.sectionName(i).startsWith(".debug_")
                        || evidence.sectionName(i).startsWith(".rela.debug_"))
                .mapToLong(i -> evidence.section(i).size())
                .sum();
        return size <= 0
                ? Optional.empty()
                : Optional.of(Cause.rebuild(
                        format("%d of its %d bytes are debug information", size, file.length()),
                        "run strip -g on it, or compile without -g"));
    }
}
