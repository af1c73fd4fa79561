// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import org.xsplice.elf.ElfBytes;
import org.xsplice.profile.Profile;

/** Finds mends for one payload file. The file is looked at when the first one is asked for. */
public final class Mends {
    private final byte[] file;
    private final Profile profile;
    private final GuestFacts guest;
    private Evidence evidence;

    /**
     * @param file the payload; not copied, not changed
     * @param profile the release it is meant for
     */
    public Mends(byte[] file, Profile profile, GuestFacts guest) {
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

    public HeaderMends header() {
        return new HeaderMends(evidence());
    }

    public SectionMends sections() {
        return new SectionMends(evidence());
    }

    public TableMends tables() {
        return new TableMends(evidence(), sections());
    }

    public SymbolMends symbols() {
        return new SymbolMends(evidence(), tables(), guest);
    }

    public RelocationMends relocations() {
        return new RelocationMends(evidence(), sections(), tables(), functions());
    }

    public NoteMends notes() {
        return new NoteMends(evidence(), profile, guest, sections());
    }

    public SpecialMends special() {
        return new SpecialMends(evidence(), profile, sections(), tables(), notes());
    }

    public FunctionMends functions() {
        return new FunctionMends(evidence(), profile, guest, sections());
    }

    public ExtraMends extras() {
        return new ExtraMends(evidence(), sections());
    }
}
