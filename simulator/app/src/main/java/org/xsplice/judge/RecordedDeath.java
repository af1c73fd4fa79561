// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

/**
 * The step in which the real hypervisor died.
 *
 * @param command as it was recorded
 */
record RecordedDeath(String command, DeathReport report) {}
