// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.xsplice.event.ByteString;
import org.xsplice.mend.NoteMends;
import org.xsplice.mend.NoteReader;
import org.xsplice.refusal.Check;

/** The payload was built for another hypervisor, whichever check fails first. */
final class OtherHypervisor {
    /** What fails these is a file that was damaged, whatever it was built for. */
    private static final Set<Check> DAMAGED =
            Collections.unmodifiableSet(EnumSet.range(Check.HEADER_COMPLETE, Check.SYMBOL_NAME));

    private OtherHypervisor() {}

    static Optional<Cause> cause(Stopped stopped) {
        ByteString own = stopped.guest().buildId();
        return stopped.profile()
                .xenDependsSection()
                .filter(section -> !DAMAGED.contains(stopped.check()))
                .flatMap(section -> NoteReader.readWhole(stopped.evidence(), section))
                .filter(id -> !id.equals(own) && !NoteMends.nearlyEqual(id, own))
                .map(id -> Cause.rebuild(
                        "the payload was built for another hypervisor, whose build-id is " + id
                                + stopped.guest()
                                        .built(id)
                                        .map(name -> " (" + name + ")")
                                        .orElse(""),
                        NoteMends.buildFor(own)));
    }
}
