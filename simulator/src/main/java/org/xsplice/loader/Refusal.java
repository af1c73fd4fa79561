// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.remedy.Remedy;

/**
 * That a check refused something, and why.
 *
 * @param rc the negated error number
 * @param fileOffset offset of the offending bytes in the payload file, or -1 where there is no such place
 * @param why the reason, one sentence for people
 * @param remedy what would help in this very case
 */
public record Refusal(Check check, int rc, long fileOffset, String why, Remedy remedy) {
    /** No place in the file is to blame. */
    public static final long NOWHERE = -1;

    /** Makes a refusal against which there is nothing better than the check's general advice. */
    public Refusal(Check check, int rc, long fileOffset, String why) {
        this(check, rc, fileOffset, why, new Remedy.Otherwise(check.mend()));
    }

    Refusal mendedBy(Remedy better) {
        return new Refusal(check, rc, fileOffset, why, better);
    }
}
