// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Searches the orders of events of a scenario for one that breaks a property, and replays it.
 *
 * <pre>{@code
 * try (Explore explore = new Explore(scenario, 2)) { // 2 threads
 *     ExploreReport report = explore.run(plan, states -> {});
 * }
 * }</pre>
 */
package org.xsplice.explore;
