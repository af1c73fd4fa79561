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
            int padding = layout.padded() ? evidence.file().u8(at + AlternativeLayout.PAD_LEN) : 0;
            if (evidence.file().u8(at + AlternativeLayout.REPL_LEN) > original + padding) {
                return entry(at, AlternativeLayout.REPL_LEN, 1, original + padding, "replacement's length");
            }
            if (original > PATCH_MAX) {
                int replacement = evidence.file().u8(at + AlternativeLayout.REPL_LEN);
                return entry(at, AlternativeLayout.ORIG_LEN, 1, replacement, "original's length");
            }
            if (original + padding > PATCH_MAX) {
                return entry(at, AlternativeLayout.PAD_LEN, 1, 0, "padding's length");
            }
            if (evidence.file().u16(at + AlternativeLayout.CPUID) >= layout.capabilityWords() * Integer.SIZE) {
                return entry(at, AlternativeLayout.CPUID, 2, 0, "feature's number");
            }
        }
        return new Mend.Rebuild("build the payload again: an alternative is damaged");
    }

    private static Mend entry(long at, int offset, int size, long value, String field) {
        return new Mend.FileEdit(
                format("set the %s of the alternative to %d", field, value),
                List.of(new Change.SetField(at + offset, size, value, field + " in the alternative")));
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
            int length = original ? AlternativeLayout.ORIG_LEN : AlternativeLayout.REPL_LEN;
            long most = Math.min(room, evidence.file().u8(entry + AlternativeLayout.ORIG_LEN));
            return new Mend.FileEdit(
                    format("set the length of the %s to %d, where the section ends", what, original ? room : most),
                    List.of(new Change.SetField(
                            entry + length, 1, original ? room : most, what + "'s length in the alternative")));
        }
        long relocation = relocation(section, entry - evidence.section(section).offset() + field);
        boolean far = relocation >= 0 && Rela.read(evidence.file(), relocation).addend() != 0;
        return far
                ? new Mend.FileEdit(
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
                "end .modinfo with a NUL byte",
                List.of(new Change.SetContent(section, ".modinfo", ByteString.of(terminated(s)))));
    }

    private byte[] terminated(SectionHeader s) {
        return Arrays.copyOf(evidence.file().slice(s.offset(), (int) s.size()), (int) s.size() + 1);
    }
}
