// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The control plane that is Xen's own code: {@code livepatch_op} and {@code check_for_livepatch_work} of the image, run by
 * the emulated CPUs. What needs hardware is stubbed; everything else runs as compiled.
 */
package org.xsplice.plane.xen;
