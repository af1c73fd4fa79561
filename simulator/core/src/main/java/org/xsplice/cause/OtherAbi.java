// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import org.xsplice.elf.SectionHeader;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profiles;

/** The payload was built for releases whose sections or function entries are others. */
final class OtherAbi {
    private OtherAbi() {}

    static Optional<Cause> cause(Stopped stopped) {
        return otherNames(stopped).or(() -> otherEntries(stopped));
    }

    /** Before 4.7 sections had other names. */
    private static Optional<Cause> otherNames(Stopped stopped) {
        if (stopped.functionSection() != 0) {
            return Optional.empty();
        }
        return Profiles.dialects().stream()
                .filter(other ->
                        !other.functionSection().equals(stopped.profile().functionSection()))
                .filter(other -> has(stopped, other.functionSection()))
                .map(other -> new Cause(
                        format(
                                "the payload is in the format of %s: it has %s, and this hypervisor looks for %s",
                                other.equals(Profiles.XSPLICE_2016)
                                        ? "the xSplice series of 2016"
                                        : "Xen 4.7 and later",
                                other.functionSection(),
                                stopped.profile().functionSection()),
                        Optional.empty()))
                .findFirst();
    }

    private static boolean has(Stopped stopped, String section) {
        return stopped.evidence()
                .first(i -> stopped.evidence().sectionName(i).equals(section))
                .isPresent();
    }

    /** 4.14 made the entries larger. */
    private static Optional<Cause> otherEntries(Stopped stopped) {
        int section = stopped.functionSection();
        FunctionLayout wanted = stopped.profile().functionLayout();
        FunctionLayout other =
                wanted.equals(FunctionLayout.VERSION_2) ? FunctionLayout.VERSION_1 : FunctionLayout.VERSION_2;
        return section == 0 || !holds(stopped, section, other)
                ? Optional.empty()
                : Optional.of(Cause.rebuild(
                        format(
                                "the payload was built for %s: its function entries have %d bytes and version %d",
                                wanted.equals(FunctionLayout.VERSION_2) ? "Xen 4.13 or earlier" : "Xen 4.14 or later",
                                other.size(),
                                other.version()),
                        wanted.equals(FunctionLayout.VERSION_2)
                                ? "build it with a builder for Xen 4.14 or later; no change of this file helps"
                                : "build it with a builder for this release; no change of this file helps"));
    }

    /** Returns whether a section holds entries of a layout, as their versions tell. */
    private static boolean holds(Stopped stopped, int section, FunctionLayout layout) {
        SectionHeader s = stopped.evidence().section(section);
        if (s.size() <= 0
                || s.size() % layout.size() != 0
                || !stopped.evidence().whole(section)) {
            return false;
        }
        for (long at = 0; at < s.size(); at += layout.size()) {
            if (stopped.evidence().file().u8(s.offset() + at + FunctionLayout.VERSION) != layout.version()) {
                return false;
            }
        }
        return true;
    }
}
