// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.remedy;

import org.xsplice.elf.ElfBytes;
import org.xsplice.profile.Profile;

/** Finds remedies for one payload file. The file is looked at when the first one is asked for. */
public final class Remedies {
    private final byte[] file;
    private final Profile profile;
    private final GuestFacts guest;
    private Evidence evidence;

    /**
     * @param file the payload; not copied, not changed
     * @param profile the release it is meant for
     */
    public Remedies(byte[] file, Profile profile, GuestFacts guest) {
        this.file = file;
        this.profile = profile;
        this.guest = guest;
    }

    private Evidence evidence() {
        if (evidence == null) {
            evidence = new Evidence(new ElfBytes(file));
        }
        return evidence;
    }

    public HeaderRemedies header() {
        return new HeaderRemedies(evidence());
    }

    public SectionRemedies sections() {
        return new SectionRemedies(evidence());
    }

    public TableRemedies tables() {
        return new TableRemedies(evidence(), sections());
    }

    public SymbolRemedies symbols() {
        return new SymbolRemedies(evidence(), tables(), guest);
    }

    public RelocationRemedies relocations() {
        return new RelocationRemedies(evidence(), sections(), tables(), functions());
    }

    public NoteRemedies notes() {
        return new NoteRemedies(evidence(), profile, guest, sections());
    }

    public SpecialRemedies special() {
        return new SpecialRemedies(evidence(), profile, sections(), tables(), notes());
    }

    public FunctionRemedies functions() {
        return new FunctionRemedies(evidence(), profile, guest, sections());
    }

    public ExtraRemedies extras() {
        return new ExtraRemedies(evidence(), sections());
    }
}
