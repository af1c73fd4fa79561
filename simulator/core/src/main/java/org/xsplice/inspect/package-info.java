// SPDX-License-Identifier: GPL-2.0-or-later
/** Explains a payload without applying it: what is in it, what the hypervisor would say to it, and what is risky. */
package org.xsplice.inspect;
