// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Judging the simulator by what a real hypervisor was recorded to do: reads a folder of recorded cases, plays each on a
 * fresh simulated host, and tells every difference.
 */
package org.xsplice.judge;
