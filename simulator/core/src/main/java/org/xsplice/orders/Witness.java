// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

/** Is told what CPUs do where it matters. */
@FunctionalInterface
public interface Witness {
    /**
     * A CPU is about to execute an instruction of text that payloads patch.
     *
     * @param address of the instruction
     * @param length of the instruction as the CPU sees it, in bytes
     */
    void executes(int cpu, long address, int length);
}
