// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * A scenario as data: what is done to a simulated hypervisor, and what should come of it. Nothing here knows where a
 * scenario comes from or who runs it:
 *
 * <ul>
 *   <li>{@code scenario.step}: what a step can do, and what came of it;
 *   <li>{@code scenario.expect}: what can be expected after a step;
 *   <li>{@code scenario}: both together, with the hypervisor and the order of turns;
 *   <li>{@code scenario.file}: scenario files, read and written;
 *   <li>{@code scenario.run}: the run, freely or step by step, and its results;
 *   <li>{@code scenario.print}: the transcript.
 * </ul>
 *
 * <p>Each uses those above it; {@code print} uses {@code run} too, but not {@code file}. A file is run like this:
 *
 * <pre>{@code
 * Scenario scenario = ScenarioReader.read(Path.of("fixtures/scenarios/hello-bye.yaml"), Overrides.NONE);
 * ScenarioResult result = ScenarioRunner.run(scenario, step -> {});
 * assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
 * }</pre>
 */
package org.xsplice.scenario;
