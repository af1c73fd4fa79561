// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Runs scenarios. {@link org.xsplice.scenario.run.ScenarioRunner} does all steps one after the other, and lets time pass
 * by itself. {@link org.xsplice.scenario.run.SteppedScenario} leaves it to somebody else what happens between them.
 *
 * <pre>{@code
 * ScenarioResult result = ScenarioRunner.run(scenario, step -> {});
 * for (StepResult step : result.steps()) {
 *     step.checks().stream().filter(check -> !check.met()).forEach(check -> complain(check.place(), check.diff()));
 * }
 * }</pre>
 */
package org.xsplice.scenario.run;
