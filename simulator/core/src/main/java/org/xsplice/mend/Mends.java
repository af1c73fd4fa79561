// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import org.xsplice.elf.ElfBytes;
import org.xsplice.profile.Profile;

/**
 * Finds mends for one payload file: what would put it right where a check has refused it.
 *
 * <p>The loader makes one for each upload, and asks it where a check fails: {@code mends.symbols().unknown(index)}. There
 * is a class for each part of the file ({@link HeaderMends}, {@link SectionMends}, {@link TableMends} and so on), and in
 * it a method for each way in which a check can fail. The answer is a {@link Mend}, which becomes part of the refusal.
 *
 * <p>All of them look at the same {@link Evidence}: what the damaged file itself tells. They never look
 * at what the loader has found so far. Of the hypervisor they know what {@link GuestFacts} tells.
 *
 * <p>The file is looked at when the first mend is asked for, so that a payload that is accepted costs nothing. A mend is
 * a proposal: whether the hypervisor comes further with it is tried by {@code inspect.Trials}, and {@link FileChanges}
 * makes its changes.
 */
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

    /** Returns what the file tells about itself. */
    public Evidence evidence() {
        if (evidence == null) {
            evidence = new Evidence(new ElfBytes(file));
        }
        return evidence;
    }

    /** Returns what is known of the hypervisor. */
    public GuestFacts guest() {
        return guest;
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
