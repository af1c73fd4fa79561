// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import static org.xsplice.text.Formats.format;

import java.util.Arrays;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.RelocationField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.event.ByteString;
import org.xsplice.profile.AlternativeLayout;

/** Mends alternatives, tables and module information. */
public final class ExtraMends {
    /** The longest code that an alternative can replace, in bytes. */
    private static final int PATCH_MAX = 254;

    private static final String REPLACEMENT = ".altinstr_replacement";

    private final Evidence evidence;
    private final SectionMends sections;

    ExtraMends(Evidence evidence, SectionMends sections) {
        this.evidence = evidence;
        this.sections = sections;
    }

    /** A table ends in the middle of an entry. */
    public Mend size(int section, long entry) {
        return sections.wholeEntries(section, entry);
    }

    /** An empty table is not taken. */
    public Mend empty(int section) {
        return sections.hide(section, "remove " + evidence.called(section) + ": it is empty");
    }

    /** A table is not loaded. */
    public Mend load(int section) {
        return sections.load(section);
    }

    /** There are alternatives and no code. */
    public Mend noText(int section) {
        return sections.code() instanceof Mend.FileEdit code
                ? code
                : sections.hide(section, "remove " + evidence.called(section) + ": the payload has no code to alter");
    }

    /** An entry is one that the hypervisor ends in a BUG over. */
    public Mend applied(int section, AlternativeLayout layout) {
        SectionHeader s = evidence.section(section);
        for (long at = s.offset(); at < s.offset() + s.size(); at += layout.size()) {
            int original = evidence.file().u8(at + AlternativeLayout.ORIG_LEN);
            int replacement = evidence.file().u8(at + AlternativeLayout.REPL_LEN);
            int padding = layout.padded() ? evidence.file().u8(at + AlternativeLayout.PAD_LEN) : 0;
            int feature = evidence.file().u16(at + AlternativeLayout.CPUID);
            if (replacement > original + padding) {
                return new Mend.Rebuild(format(
                        "pad the original of the alternative with NOPs to the %d bytes of its replacement; now it has %d",
                        replacement, original + padding));
            }
            if (original + padding > PATCH_MAX) {
                return new Mend.Rebuild(format(
                        "make the original of the alternative %d bytes at most, with its padding; now it has %d",
                        PATCH_MAX, original + padding));
            }
            if (feature >= layout.capabilityWords() * Integer.SIZE) {
                return new Mend.Rebuild(format(
                        "build with the headers of this hypervisor: it has no feature %d, only those below %d",
                        feature, layout.capabilityWords() * Integer.SIZE));
            }
        }
        return new Mend.Rebuild("build the payload again: an alternative is damaged");
    }

    /** The replacements are missing: they are where the entries point to. */
    public Mend noReplacement(int section) {
        SectionHeader s = evidence.section(section);
        long entry = relocation(section, AlternativeLayout.REPL);
        int symbol = entry < 0 ? 0 : Rela.read(evidence.file(), entry).symbol();
        int target = symbol > 0 && symbol < evidence.symbolCount()
                ? evidence.symbol(symbol).shndx()
                : 0;
        if (target > 0 && target < evidence.sectionCount()) {
            String from = evidence.sectionName(target);
            return new Mend.FileEdit(
                    EditKind.SECTION_NAME,
                    "rename " + from + " to " + REPLACEMENT + ": the alternatives point there",
                    List.of(new Change.RenameSection(target, from, REPLACEMENT)));
        }
        return s.size() == 0 ? empty(section) : new Mend.Rebuild("build the payload again, and keep " + REPLACEMENT);
    }

    /** Finds the relocation of a place in a section; its file offset, or -1. */
    private long relocation(int section, long place) {
        return References.of(evidence, section)
                .filter(at -> Rela.read(evidence.file(), at).offset() == place)
                .findFirst()
                .orElse(-1L);
    }

    /**
     * An alternative's original or replacement leads out of the range in which it must lie.
     *
     * @param entry file offset of the entry
     * @param field of the pointer: {@link AlternativeLayout#ORIG} or {@link AlternativeLayout#REPL}
     * @param room from where it points to the end of the range in which it must lie; negative if it points elsewhere
     */
    public Mend range(int section, long entry, int field, long room) {
        boolean original = field == AlternativeLayout.ORIG;
        String what = original ? "original" : "replacement";
        if (room >= 0) {
            return new Mend.Rebuild(
                    format("build the payload again: the %s is longer than what is left of its section", what));
        }
        long relocation = relocation(section, entry - evidence.section(section).offset() + field);
        boolean far = relocation >= 0 && Rela.read(evidence.file(), relocation).addend() != 0;
        return far
                ? new Mend.FileEdit(
                        EditKind.RELOCATION_ADDEND,
                        format("make the %s begin where its section begins", what),
                        List.of(new Change.SetField(
                                relocation + RelocationField.R_ADDEND.offset(), 8, 0, "r_addend of the relocation")))
                : new Mend.Rebuild(format("build the payload again: the %s of an alternative is lost", what));
    }

    /** The module information does not end with a NUL, or is empty. */
    public Mend modinfo(int section) {
        SectionHeader s = evidence.section(section);
        if (s.size() == 0) {
            return sections.hide(
                    section, "remove .modinfo: it is empty, and the hypervisor would read before its beginning");
        }
        if (!s.has(Elf.SHF_ALLOC)) {
            return sections.load(section);
        }
        return new Mend.FileEdit(
                EditKind.MODINFO,
                "end .modinfo with a NUL byte",
                List.of(new Change.SetContent(section, ".modinfo", ByteString.of(terminated(s)))));
    }

    private byte[] terminated(SectionHeader s) {
        return Arrays.copyOf(evidence.file().slice(s.offset(), (int) s.size()), (int) s.size() + 1);
    }
}
