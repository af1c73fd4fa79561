// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Scenario files, as docs/scenario-format.md describes them. {@link org.xsplice.scenario.file.ScenarioReader} reads one
 * and tells all that is wrong with it at once, each with line and column; {@link
 * org.xsplice.scenario.file.ScenarioSource} writes one; {@link org.xsplice.scenario.file.ScenarioText} copies one with
 * another order of events.
 *
 * <pre>{@code
 * Overrides overrides = Overrides.NONE.withCpus(4).withPlane(PlaneKind.XEN);
 * Scenario scenario = ScenarioReader.read(Path.of("fixtures/scenarios/hello-bye.yaml"), overrides);
 * }</pre>
 */
package org.xsplice.scenario.file;
