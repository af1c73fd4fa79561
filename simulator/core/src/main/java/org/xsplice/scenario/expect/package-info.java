// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What can be expected after a step: one record for each kind of {@link org.xsplice.scenario.expect.Expectation}, and
 * what it can look at. Lines are compared with patterns, and what differs is told line by line.
 *
 * <pre>{@code
 * List<LinePattern> wanted = List.of(new LinePattern.Exact("a"), new LinePattern.Anything());
 * LineDiff.between(wanted, List.of("a", "b", "c")); // empty: every line is as it should be
 * }</pre>
 */
package org.xsplice.scenario.expect;
