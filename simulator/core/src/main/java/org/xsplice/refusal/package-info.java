// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * How the hypervisor says no: the checks that it makes, and what a failed check returns ({@code Refusal}). Also what it
 * accepts to its own harm ({@code Quirk}), which only strict mode refuses.
 */
package org.xsplice.refusal;
