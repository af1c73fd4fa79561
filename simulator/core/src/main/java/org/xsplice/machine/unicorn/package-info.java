// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The machine on the Unicorn engine, through JNA. There is one engine for each CPU, and all of them share the same physical memory. Each
 * CPU keeps its own translations: after somebody else has written code, a CPU executes the old code until the translation is
 * dropped there.
 */
package org.xsplice.machine.unicorn;
