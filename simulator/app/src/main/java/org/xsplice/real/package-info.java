// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * A real Xen: fetched, booted under QEMU, and asked the same as a simulated one; docs/real-xen.md describes it. The package
 * {@code judge} compares the answers.
 */
package org.xsplice.real;
