// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import java.util.Optional;

/**
 * Something that the hypervisor accepts to its own harm.
 *
 * @param site the entry that it is about; nothing where it is the payload as a whole
 * @param reason what was found, for people
 */
public record Hazard(HazardKind kind, Optional<FunctionPatch> site, String reason) {
    static Hazard at(FunctionPatch site, HazardKind kind, String reason) {
        return new Hazard(kind, Optional.of(site), reason);
    }

    /** Makes one that is about the payload as a whole. */
    public static Hazard ofPayload(HazardKind kind, String reason) {
        return new Hazard(kind, Optional.empty(), reason);
    }
}
