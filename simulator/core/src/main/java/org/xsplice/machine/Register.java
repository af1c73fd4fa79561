// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/** The registers of a CPU that the simulator reads and writes. */
public enum Register {
    RAX,
    RBX,
    RCX,
    RDX,
    RSI,
    RDI,
    RBP,
    RSP,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
    R14,
    R15,
    RIP,
    RFLAGS
}
