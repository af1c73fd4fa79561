// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import org.xsplice.scenario.expect.Expectation;
import org.xsplice.scenario.step.Operation;
import org.xsplice.text.FilePosition;
import org.xsplice.time.Duration;

/**
 * One step of a scenario.
 *
 * @param note what the author says about it, or an empty string
 * @param expectations what must hold afterwards, in the order in which it is looked at; what a step must fulfil without
 *     saying so is among them
 */
public record Step(FilePosition place, String note, Operation operation, List<Expectation> expectations) {
    /** Returns the same with another timeout, where it has one. */
    Step withTimeout(Duration timeout) {
        return new Step(place, note, operation.withTimeout(timeout), expectations);
    }
}
