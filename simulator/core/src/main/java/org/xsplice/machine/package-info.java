// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * An emulated x86-64 machine as plain interfaces: memory behind page tables, CPUs that run guest code, faults and
 * snapshots. No type of an engine shows here; another engine can be bound behind it.
 */
package org.xsplice.machine;
