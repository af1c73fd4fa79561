// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The plane that is Xen's own code: {@code livepatch_op} and {@code check_for_livepatch_work} of the image, run by the emulated
 * CPUs. Functions that need hardware or the rest of a running system are replaced by {@link org.xsplice.plane.xen.Stubs}; everything else runs as
 * compiled.
 */
package org.xsplice.plane.xen;
