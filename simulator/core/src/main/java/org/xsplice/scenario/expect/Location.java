// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

/**
 * A place in the guest's memory.
 *
 * @param text as in the file, for example {@code xen_extra_version+4}
 */
public record Location(String text, long address) {}
