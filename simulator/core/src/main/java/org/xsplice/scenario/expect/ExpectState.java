// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.Optional;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.text.FilePosition;

/**
 * The state of a payload.
 *
 * @param state as the tools name it, or {@link #ABSENT}
 * @param rc where the file says one
 */
public record ExpectState(FilePosition place, String payload, String state, Optional<Integer> rc)
        implements Expectation {
    /** The state of a payload that is not there. */
    public static final String ABSENT = "absent";

    @Override
    public boolean looksBeyondPayloads() {
        return false;
    }

    @Override
    public ExpectationResult check(Observed seen) {
        Optional<PayloadStatus> status = seen.status(payload);
        return ExpectationResult.compare(
                place,
                "state of " + payload,
                text(state, rc),
                text(
                        status.map(PayloadStatus::stateName).orElse(ABSENT),
                        rc.flatMap(r -> status.map(PayloadStatus::rc))));
    }

    private static String text(String state, Optional<Integer> rc) {
        return state + rc.map(r -> ", rc " + ExpectErrno.text(r)).orElse("");
    }
}
