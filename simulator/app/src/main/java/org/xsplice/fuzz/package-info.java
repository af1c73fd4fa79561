// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Damages payloads and hypervisor images by chance, a great many times, and makes sure that each of them is accepted,
 * refused without a trace, or the death of the simulated hypervisor: never a mishap of the simulator itself. A tool beside
 * the others that look at whole hosts, and so in their layer: it may use several threads, each with hosts of its own.
 */
package org.xsplice.fuzz;
