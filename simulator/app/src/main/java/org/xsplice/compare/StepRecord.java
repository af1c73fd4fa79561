// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.Optional;
import org.xsplice.scenario.step.Operation;

/**
 * What came of one step, on both planes alike.
 *
 * @param onLoaded whether it acted on a payload that was loaded
 * @param result one line for the mix of outcomes
 * @param errno what the hypercall returned, where it was negative
 * @param rc what the payload shows, where that was waited for
 * @param died whether the hypervisor did
 */
record StepRecord(
        Operation operation,
        boolean onLoaded,
        String result,
        Optional<Integer> errno,
        Optional<Integer> rc,
        boolean died) {}
