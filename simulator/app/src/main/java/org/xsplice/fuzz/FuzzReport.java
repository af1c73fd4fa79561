// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import org.xsplice.time.Duration;

/**
 * What a run has come to.
 *
 * @param cases how many were done
 * @param findings bugs of the simulator, in the order of their cases
 * @param took how long it took
 */
public record FuzzReport(
        long cases, Histogram histogram, FieldCoverage fields, List<FoundBug> findings, Duration took) {}
