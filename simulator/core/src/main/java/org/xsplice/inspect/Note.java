// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.Optional;
import org.xsplice.event.ByteString;

/**
 * A build-id that a payload carries.
 *
 * @param section that holds it
 * @param id nothing where the section is not there or holds no GNU note
 * @param owner whose id it is, for people, or an empty string where it is unknown
 */
public record Note(Kind kind, String section, Optional<ByteString> id, String owner) {
    /** What the id is for. */
    public enum Kind {
        /** The payload's own. */
        BUILD_ID,
        /** What it is applied on top of. */
        DEPENDS,
        /** The hypervisor it was built for. */
        XEN_DEPENDS
    }
}
