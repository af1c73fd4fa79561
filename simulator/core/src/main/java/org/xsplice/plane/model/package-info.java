// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The plane that models the hypervisor's code in Java, and so can say why it refuses something.
 *
 * <pre>{@code
 * try (ModelPlane plane = new ModelPlane(image, Profiles.XEN_4_17, 2, Strategy.roundRobin(), 1000, event -> {})) {
 *     Outcome outcome = plane.upload("hello", bytes);
 * }
 * }</pre>
 */
package org.xsplice.plane.model;
