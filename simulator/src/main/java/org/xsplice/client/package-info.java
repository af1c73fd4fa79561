// SPDX-License-Identifier: GPL-2.0-or-later
/** The {@code xen-livepatch} tool of Xen 4.17, and the part of libxenctrl that it calls, as a library. */
package org.xsplice.client;
