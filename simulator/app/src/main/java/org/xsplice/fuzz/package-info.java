// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Damages inputs at random, many times, and checks what happens to each. A payload or an image must be accepted, refused without
 * a trace, or kill the simulated hypervisor. A scenario, an order of events or a file in /boot must let the program end as its
 * pages say. Anything else is a bug of the simulator. It is a tool beside the others that look
 * at whole hosts, and so it is in their layer: it may use several threads, each with its own hosts.
 */
package org.xsplice.fuzz;
