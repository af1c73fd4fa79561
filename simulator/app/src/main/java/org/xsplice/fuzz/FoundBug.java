// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

/**
 * A bug of the simulator.
 *
 * @param number of the case
 * @param what went wrong, one line
 * @param trace where, or an empty string
 */
public record FoundBug(long number, String what, String trace) {}
