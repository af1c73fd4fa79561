// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Xen's error numbers with the texts that tools print for them.
 *
 * <pre>{@code
 * Errno.EBUSY.rc(); // -16
 * Errno.nameOf(-16); // "-EBUSY"
 * }</pre>
 */
package org.xsplice.errno;
