// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import java.util.Optional;
import org.xsplice.mend.Mend;

/**
 * What is wrong with a payload as a whole.
 *
 * @param text for people, a sentence without its full stop
 * @param mend what helps against the cause, instead of what would get the file past the check; nothing where that is as
 *     good
 */
public record Cause(String text, Optional<Mend> mend) {
    static Cause of(String text, Mend mend) {
        return new Cause(text, Optional.of(mend));
    }

    /** Makes one against which only building the payload again helps. */
    static Cause rebuild(String text, String advice) {
        return of(text, new Mend.Rebuild(advice));
    }
}
