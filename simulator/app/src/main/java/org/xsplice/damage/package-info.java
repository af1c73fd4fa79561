// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Payloads and images with something wrong in them, to check what the hypervisor makes of it. {@link
 * org.xsplice.damage.Damages} has damages that have a name, each of which fails one check; {@link
 * org.xsplice.damage.Mutator} damages by chance. Only the tools that look for bugs of the simulator use this, and tests.
 */
package org.xsplice.damage;
