// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Runs a scenario with different numbers of CPUs, timeouts and loads, and reports how often it succeeds and how long CPUs
 * take to meet. A {@link org.xsplice.sweep.SweepPlan} says which runs; each combination becomes one cell of the result.
 */
package org.xsplice.sweep;
