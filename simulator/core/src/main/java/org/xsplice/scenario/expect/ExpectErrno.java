// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import org.xsplice.errno.Errno;
import org.xsplice.plane.Outcome;
import org.xsplice.text.FilePosition;

/** What the hypercall returns: 0 or more counts as success. */
public record ExpectErrno(FilePosition place, int rc, boolean implied) implements Expectation {
    @Override
    public boolean looksBeyondPayloads() {
        return false;
    }

    @Override
    public ExpectationResult check(Observed seen) {
        String subject = "result of " + seen.operation().title();
        String expected = text(rc);
        if (!seen.reply().obstacle().isEmpty()) {
            return ExpectationResult.missed(
                    place, subject, expected, seen.reply().obstacle());
        }
        if (seen.reply().outcome() instanceof Outcome.Returned returned) {
            if (rc == 0 && returned.rc() < 0 && seen.strict().isPresent()) {
                return ExpectationResult.missed(
                        place,
                        subject,
                        expected,
                        "strict mode refused it (quirk " + seen.strict().get().quirk() + ")");
            }
            return ExpectationResult.compare(place, subject, expected, text(Math.min(0, returned.rc())));
        }
        return ExpectationResult.missed(place, subject, expected, "the hypervisor died");
    }

    /** Writes a return code as transcripts do: {@code ok}, or {@code -EINVAL (Invalid argument)}. */
    public static String text(int rc) {
        return rc >= 0 ? "ok" : Errno.nameOf(rc) + " (" + Errno.textOf(rc) + ")";
    }
}
