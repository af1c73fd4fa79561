// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Scenarios: a file that says what is done to a simulated hypervisor and what should come of it, the run, and the
 * transcript. Reading ({@link org.xsplice.scenario.ScenarioReader}), running ({@link
 * org.xsplice.scenario.ScenarioRunner}) and printing ({@link org.xsplice.scenario.Transcript}) know each other only
 * through records.
 */
package org.xsplice.scenario;
