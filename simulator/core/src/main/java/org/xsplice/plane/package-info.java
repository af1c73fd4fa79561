// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The door to a simulated hypervisor's live patching: {@link org.xsplice.plane.ControlPlane} with the sub-operations of {@code
 * XEN_SYSCTL_livepatch_op}, and its requests and answers. The three planes are in {@code model}, {@code xen} and {@code both}.
 *
 * <pre>{@code
 * if (plane.upload("hello", bytes).equals(new Outcome.Returned(0))) {
 *     plane.action(ActionCommand.APPLY.code(), "hello", Duration.ZERO, 0); // only schedules it
 *     plane.finishAction(Duration.ofMillis(30)); // lets time pass until it is done
 *     plane.get("hello").status(); // APPLIED, rc 0
 * }
 * }</pre>
 */
package org.xsplice.plane;
