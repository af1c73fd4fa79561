// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Damages payloads and hypervisor images at random, many times, and checks what happens to each: it must be accepted, refused
 * without a trace, or kill the simulated hypervisor. Anything else is a bug of the simulator. It is a tool beside the others that look
 * at whole hosts, and so it is in their layer: it may use several threads, each with its own hosts.
 */
package org.xsplice.fuzz;
