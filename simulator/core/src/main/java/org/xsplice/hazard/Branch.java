// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import org.xsplice.asm.Instruction;

/** A call or jump of the guest, and where it leads. */
record Branch(Instruction instruction, long target) {}
