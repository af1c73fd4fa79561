// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.refusal;

/**
 * That strict mode refused something, and why. It is ours: the hypervisor would have accepted it.
 *
 * @param fileOffset offset of the offending bytes in the payload file, or {@link Refusal#NOWHERE}
 * @param why the reason, one sentence for people
 * @param mend what would help
 */
public record StrictRefusal(Quirk quirk, long fileOffset, String why, String mend) {}
