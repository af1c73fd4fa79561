// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Looks for disagreement between the model and Xen's own code: makes scenarios by chance, has both planes do them, and
 * reduces a difference to the shortest scenario that shows it. A tool beside the others that look at whole hosts, and so in
 * their layer: it may use several threads, each with hosts of its own.
 */
package org.xsplice.compare;
