// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.List;
import java.util.Optional;

/**
 * Steps that were taken one after the other, the first of them on a fresh host.
 *
 * @param steps those that the hypervisor survived
 * @param end the step that it did not survive
 */
record RecordedScenario(String name, List<RecordedStep> steps, Optional<RecordedDeath> end) {}
