// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The machine on the Unicorn engine, through JNA. One engine per CPU, all on the same physical memory, so that each CPU
 * keeps its own translations: code that was written by somebody else is stale on a CPU until it is dropped there.
 */
package org.xsplice.machine.unicorn;
