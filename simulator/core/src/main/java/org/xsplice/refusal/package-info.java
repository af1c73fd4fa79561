// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * How the hypervisor says no: the checks that it makes, and what a check that fails returns ({@code Refusal}). Beside
 * them what it accepts to its own harm ({@code Quirk}), which only strict mode refuses.
 */
package org.xsplice.refusal;
