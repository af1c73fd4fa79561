// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

/**
 * One entry of a payload's function table, all addresses known: {@code struct livepatch_func}
 * (xen/include/public/sysctl.h).
 *
 * @param entry its number in the table, from 0
 * @param name of the function
 * @param oldAddr the address, looked up where the file has a name
 * @param oldSize in bytes, unsigned 32-bit
 * @param newAddr 0 where the function is filled with NOPs
 * @param newSize in bytes, unsigned 32-bit; of the NOPs where there are some
 */
public record FunctionPatch(int entry, String name, long oldAddr, long oldSize, long newAddr, long newSize) {
    /** Returns whether the function will be filled with NOPs rather than replaced. */
    public boolean nops() {
        return newAddr == 0;
    }
}
