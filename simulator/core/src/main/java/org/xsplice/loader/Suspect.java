// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.cause.Cause;
import org.xsplice.mend.Mend;
import org.xsplice.refusal.Check;

/**
 * What in a payload the hypervisor dies of.
 *
 * @param check that was being made, or was made last
 * @param fileOffset offset of the field in the payload file
 * @param field its name
 * @param mend what would help
 * @param cause what is wrong with the payload as a whole, or an empty string
 */
public record Suspect(Check check, long fileOffset, String field, Mend mend, String cause) {
    Suspect withCause(Cause behind) {
        return new Suspect(check, fileOffset, field, behind.mend().orElse(mend), behind.text());
    }
}
