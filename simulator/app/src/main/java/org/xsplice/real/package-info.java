// SPDX-License-Identifier: GPL-2.0-or-later
/** A real Xen: fetched, booted under QEMU, and asked; see docs/real-xen.md. */
package org.xsplice.real;
