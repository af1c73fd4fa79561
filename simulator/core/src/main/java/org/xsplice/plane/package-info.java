// SPDX-License-Identifier: GPL-2.0-or-later
/** The door to a simulated hypervisor's live patching: the sub-operations of {@code XEN_SYSCTL_livepatch_op}. */
package org.xsplice.plane;
