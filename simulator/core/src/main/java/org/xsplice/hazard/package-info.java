// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What the hypervisor accepts to its own harm, as far as the guest's text shows it: where a payload patches, and which code is
 * there. Nothing is decided here. {@code inspect} reports hazards, and strict mode refuses some of them.
 */
package org.xsplice.hazard;
