// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What a step of a scenario can do: one record for each kind of {@link org.xsplice.scenario.step.Operation}, which says
 * all there is to know of its kind: how to do it, what may be expected of it, whether a real hypervisor can be asked it.
 *
 * <pre>{@code
 * Operation apply = new Action(ActionCommand.APPLY, "hello", 0, false, true);
 * Reply reply = apply.begin(plane);
 * if (apply.waits(reply)) {
 *     apply.passTime(plane);
 * }
 * }</pre>
 */
package org.xsplice.scenario.step;
