// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import org.xsplice.plane.both.Disagreement;

/**
 * A difference, and the smallest case that shows it.
 *
 * @param number of the case that showed it first
 * @param times how many cases showed one of its kind
 * @param scenario the smallest case, as files
 */
public record FoundDifference(long number, long times, Disagreement disagreement, CaseFiles scenario) {}
