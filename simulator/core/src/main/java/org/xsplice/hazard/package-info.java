// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What the hypervisor accepts to its own harm, as far as it shows in the guest's text: where a payload patches, and what is
 * there. Nothing is decided here; whoever asks says what follows.
 */
package org.xsplice.hazard;
