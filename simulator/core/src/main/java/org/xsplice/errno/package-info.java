// SPDX-License-Identifier: GPL-2.0-or-later
/** Xen's error numbers with the texts that tools print for them. */
package org.xsplice.errno;
