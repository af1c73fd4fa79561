// SPDX-License-Identifier: GPL-2.0-or-later
/** The control plane that models the hypervisor's code in Java, and so can tell why. */
package org.xsplice.plane.model;
