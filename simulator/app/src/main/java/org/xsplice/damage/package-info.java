// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Payloads and images with something wrong in them, to check what the hypervisor does with them. {@link
 * org.xsplice.damage.Damages} has damages with a name, each of which fails one check; {@link org.xsplice.damage.Mutator}
 * damages at random. Only tests and the tools that look for bugs in the simulator use this package.
 */
package org.xsplice.damage;
