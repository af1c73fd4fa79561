// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/** A machine as it was at one moment: memory, page tables and the state of its CPUs. Only the machine that made it can use it. */
public interface Snapshot {}
