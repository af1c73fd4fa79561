// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.mend.Mend;
import org.xsplice.refusal.Check;

/**
 * What in a payload the hypervisor dies of.
 *
 * @param check that was being made, or was made last
 * @param fileOffset offset of the field in the payload file
 * @param field its name
 */
public record Suspect(Check check, long fileOffset, String field, Mend mend) {}
