// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.List;
import java.util.Optional;
import org.xsplice.event.ByteString;
import org.xsplice.hazard.Hazard;
import org.xsplice.hazard.Severity;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Profile;

/**
 * All that can be said of a payload without applying it.
 *
 * @param guestId build-id of the hypervisor it was tried on
 * @param trial what came of uploading it
 * @param cause what is wrong with it as a whole, for people, or an empty string
 * @param rungs the checks of the upload in their order
 * @param proposed what would mend it, tried; nothing where it is accepted
 * @param hazards what the hypervisor does not look for
 * @param hazardsUnknown why hazards were not looked for, or an empty string
 */
public record Inspection(
        PayloadFile file,
        Profile profile,
        ByteString guestId,
        Trial trial,
        String cause,
        List<CheckedRung> rungs,
        Optional<Mend> proposed,
        Contents contents,
        List<Hazard> hazards,
        String hazardsUnknown) {

    public boolean accepted() {
        return trial.result() instanceof Trial.Accepted;
    }

    /** Returns one of the payload's notes. */
    public Optional<Note> note(Note.Kind kind) {
        return contents.notes().stream().filter(n -> n.kind() == kind).findFirst();
    }

    /** Returns how many hazards there are of a severity. */
    public long count(Severity severity) {
        return hazards.stream().filter(h -> h.kind().severity() == severity).count();
    }
}
