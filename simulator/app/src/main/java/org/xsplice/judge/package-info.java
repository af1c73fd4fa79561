// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Judges the simulator by what a real hypervisor was recorded to do: reads a folder of recorded cases, plays each on a fresh
 * simulated host, and reports every difference.
 *
 * <pre>{@code
 * Conformance conformance = Conformance.open(folder, knownDifferences, PlaneKind.MODEL);
 * Summary summary = conformance.run(output::line, progress);
 * }</pre>
 */
package org.xsplice.judge;
