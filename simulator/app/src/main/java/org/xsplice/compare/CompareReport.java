// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.List;
import org.xsplice.coverage.Coverage;
import org.xsplice.time.Duration;

/**
 * What a run has come to.
 *
 * @param cases how many were done
 * @param known how many ended with a difference that is known
 * @param unexplained how many ended with another one
 * @param differences one of each kind, in the order of the cases
 * @param took how long it took
 */
public record CompareReport(
        long cases,
        OutcomeMix mix,
        long known,
        long unexplained,
        List<FoundDifference> differences,
        Coverage coverage,
        Duration took) {}
