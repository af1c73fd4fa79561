// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.Optional;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.text.FilePosition;

/** What the step's payload shows as the result of its last action. */
public record ExpectRc(FilePosition place, int rc, boolean implied) implements Expectation {
    @Override
    public boolean looksBeyondPayloads() {
        return false;
    }

    @Override
    public ExpectationResult check(Observed seen) {
        String name = seen.operation().payload().orElseThrow();
        String subject = "rc of " + name;
        Optional<PayloadStatus> status = seen.status(name);
        return ExpectationResult.compare(
                place,
                subject,
                ExpectErrno.text(rc),
                status.map(s -> ExpectErrno.text(s.rc())).orElse("no payload is called " + name));
    }
}
