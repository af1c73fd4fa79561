// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.List;
import java.util.Optional;
import org.xsplice.plane.both.Disagreement;

/**
 * What came of a case.
 *
 * @param steps those that both planes did alike
 * @param difference in the step after them
 */
record CaseRun(List<StepRecord> steps, Optional<Disagreement> difference) {}
