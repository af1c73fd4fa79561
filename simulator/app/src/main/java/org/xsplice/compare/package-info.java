// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Looks for differences between the model and Xen's own code: makes random scenarios, has both planes do them, and reduces a
 * difference to the shortest scenario that shows it. It is a tool beside the others that look at whole hosts, and so it is in their
 * layer: it may use several threads, each with its own hosts.
 */
package org.xsplice.compare;
