// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.refusal;

import org.xsplice.mend.Mend;

/**
 * That a check refused something, and why.
 *
 * @param rc the negated error number
 * @param fileOffset offset of the offending bytes in the payload file, or -1 where there is no such place
 * @param why the reason, one sentence for people
 * @param mend what would help in this very case
 * @param cause what is wrong with the payload as a whole, for people; an empty string where that is not known
 */
public record Refusal(Check check, int rc, long fileOffset, String why, Mend mend, String cause) {
    /** No place in the file is to blame. */
    public static final long NOWHERE = -1;

    /** Makes a refusal whose cause is not known. */
    public Refusal(Check check, int rc, long fileOffset, String why, Mend mend) {
        this(check, rc, fileOffset, why, mend, "");
    }

    /** Makes a refusal against which there is nothing better than what helps against the check in general. */
    public Refusal(Check check, int rc, long fileOffset, String why) {
        this(check, rc, fileOffset, why, new Mend.Otherwise(check.mend()));
    }

    public Refusal mendedBy(Mend better) {
        return new Refusal(check, rc, fileOffset, why, better, cause);
    }

    /** Returns the same refusal with what is behind it. */
    public Refusal causedBy(String behind) {
        return new Refusal(check, rc, fileOffset, why, mend, behind);
    }
}
