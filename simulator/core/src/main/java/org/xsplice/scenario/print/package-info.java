// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Writes a run for people, from its results and their events alone.
 *
 * <pre>{@code
 * Transcript transcript = new Transcript(Style.PLAIN, Transcript.Detail.STEPS, 100, line -> lines.add(line.toString()));
 * transcript.header(scenario);
 * transcript.verdict(ScenarioRunner.run(scenario, transcript::step));
 * }</pre>
 */
package org.xsplice.scenario.print;
