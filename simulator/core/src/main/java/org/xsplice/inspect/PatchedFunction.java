// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.Optional;
import org.xsplice.event.ByteString;

/**
 * One entry of a payload's function table: {@code struct livepatch_func} (xen/include/public/sysctl.h).
 *
 * @param entry its number, from 0
 * @param fileOffset of the entry
 * @param oldAddr looked up by name where the entry has none
 * @param byName whether it was
 * @param newAddr NULL where the function is filled with NOPs
 * @param oldSize in bytes, unsigned 32-bit
 * @param newSize in bytes, unsigned 32-bit
 * @param patchOffset where the patch begins, in bytes from old_addr: after an ENDBR64
 * @param expectation what the old function must look like, where that is stated
 */
public record PatchedFunction(
        int entry,
        long fileOffset,
        String name,
        Pointer oldAddr,
        boolean byName,
        Pointer newAddr,
        long oldSize,
        long newSize,
        int version,
        int patchOffset,
        Optional<Expected> expectation) {

    /**
     * An expectation that is enabled.
     *
     * @param met whether the guest's text has these bytes now
     */
    public record Expected(ByteString bytes, boolean met) {}

    /** Returns whether the function will be filled with NOPs rather than replaced. */
    public boolean nops() {
        return newAddr.isNull();
    }
}
